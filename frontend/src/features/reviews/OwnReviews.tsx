import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/api/client'
import type { Review, Reviewable } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { reviews as words } from '@/texts/en/reviews'
import { ownReviewsQuery, reviewsChanged } from './queries'
import { ReviewForm } from './ReviewForm'
import { ReviewText } from './ReviewText'
import { WithdrawReview } from './WithdrawReview'

/** What one has said about a product, and a way to say it for who has received it. Nothing for everybody else. */
export function OwnReviews({ slug }: { slug: string }) {
  const queries = useQueryClient()
  const { data } = useQuery(ownReviewsQuery(slug))
  const [said, setSaid] = useState('')
  // Without an answer there is nothing to offer: the reviews of others are what the page is for.
  if (!data) return null
  const { items, reviewable } = data
  const [next] = reviewable
  if (items.length === 0 && !next && said === '') return null
  const show = async (what: string) => {
    await reviewsChanged(queries)
    setSaid(what)
  }
  return (
    <section aria-labelledby="own-review" className="mb-8 bg-surface p-5">
      <h3 id="own-review" className="text-xl font-bold tracking-tight">
        {words.own.heading}
      </h3>
      <p role="status" className="mt-2 font-medium empty:hidden">
        {said}
      </p>
      <ul>
        {items.map((review) => (
          <OwnReview key={review.id} review={review} show={show} />
        ))}
      </ul>
      {next && <WriteReview key={next.order_id} slug={slug} about={next} many={reviewable.length > 1} show={show} />}
    </section>
  )
}

interface WriteReviewProps {
  slug: string
  about: Reviewable
  /** Whether the order has to be named, because there are several. */
  many: boolean
  show: (what: string) => Promise<void>
}

function WriteReview({ slug, about, many, show }: WriteReviewProps) {
  const [writing, setWriting] = useState(false)
  const open = useFocusOnChange<HTMLButtonElement>(writing)
  if (!writing) {
    return (
      <Button ref={open} look="strong" className="mt-4" onClick={() => setWriting(true)}>
        {many ? words.own.about(words.own.write, about.number) : words.own.write}
      </Button>
    )
  }
  return (
    <ReviewForm
      submitLabel={words.form.send}
      sendingLabel={words.form.sending}
      onCancel={() => setWriting(false)}
      save={async (review, signal) => {
        const body = { order_id: about.order_id, ...review }
        await client.POST('/api/v1/products/{product}/reviews', { params: { path: { product: slug } }, body, signal })
        await show(words.own.sent)
      }}
    />
  )
}

function OwnReview({ review, show }: { review: Review; show: (what: string) => Promise<void> }) {
  const [editing, setEditing] = useState(false)
  const edit = useFocusOnChange<HTMLButtonElement>(editing)
  if (editing) {
    return (
      <li>
        <ReviewForm
          initial={review}
          note={words.form.changeHint}
          submitLabel={words.form.save}
          sendingLabel={words.form.saving}
          onCancel={() => setEditing(false)}
          save={async (body, signal) => {
            const params = { path: { id: review.id }, header: { 'If-Match': `"${review.version}"` } }
            await client.PATCH('/api/v1/reviews/{id}', { params, body, signal })
            await show(words.own.sent)
            setEditing(false)
          }}
        />
      </li>
    )
  }
  return (
    <li className="border-b border-line py-4 last:border-b-0">
      <ReviewText review={review} level={4} beside={<Tag strong={review.status === 'published'}>{words.own.status[review.status]}</Tag>} />
      {review.status === 'pending' && <p className="mt-2 text-sm text-ink-soft">{words.own.pending}</p>}
      {review.reason != null && (
        <p className="mt-2 border-l-4 border-danger py-1 pl-3">
          {words.own.reason(review.reason)} <span className="block text-sm text-ink-soft">{words.own.rejectedHint}</span>
        </p>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <Button ref={edit} onClick={() => setEditing(true)}>
          {words.own.edit}
        </Button>
        <WithdrawReview id={review.id} onWithdrawn={() => show(words.own.withdrawn)} />
      </div>
    </li>
  )
}
