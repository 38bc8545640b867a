import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Review } from '@/api/types'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { Notice, SendingProblem } from '@/shared/ui/Notice'
import { Link } from 'react-router'
import { reviews } from '@/texts/en/reviews'
import { staffReviews as words } from '@/texts/en/staff-reviews'
import { reviewsChanged } from '../queries'
import { ReviewText } from '../ReviewText'
import { RejectForm } from './RejectForm'

interface ModerateReviewProps {
  review: Review
  /** Says what was decided. */
  onDecided: (what: string) => void
}

/** One review to be read, and the decisions that its state allows. What was decided is about the text that was read. */
export function ModerateReview({ review, onDecided }: ModerateReviewProps) {
  const queries = useQueryClient()
  const [rejecting, setRejecting] = useState(false)
  const [changed, setChanged] = useState(false)
  const author = review.author ?? reviews.somebody
  const about = (action: string) => words.about(action, review.product_name, author)
  const params = { path: { id: review.id }, header: { 'If-Match': `"${review.version}"` } }

  /** Decides, and shows the text anew when its author was faster. */
  async function decide(send: () => Promise<unknown>, done: string) {
    try {
      await send()
    } catch (error) {
      if (asProblem(error).code !== 'precondition_failed') throw error
      setChanged(true)
      setRejecting(false)
      await reviewsChanged(queries)
      return
    }
    onDecided(done)
    await reviewsChanged(queries)
  }
  const publish = useMutation({
    mutationFn: () => decide(() => client.POST('/api/v1/reviews/{id}/publish', { params }), words.published(author)),
  })

  return (
    <li className="grid gap-x-8 gap-y-4 border-b border-line py-5 md:grid-cols-[1fr_14rem]">
      <div className="min-w-0">
        <p className="text-sm">
          <Link className="link font-medium" to={paths.product(review.product_slug)}>
            {review.product_name}
          </Link>
        </p>
        <div className="mt-2">
          <ReviewText review={review} />
        </div>
        {review.reason != null && <p className="mt-3 border-l-4 border-danger pl-3 text-sm">{review.reason}</p>}
        <div role="alert" className="mt-3 empty:hidden">
          {changed && <Notice level={3} words={words.changed} />}
          {publish.error && <SendingProblem level={3} problem={asProblem(publish.error)} />}
        </div>
        {rejecting && (
          <RejectForm
            onCancel={() => setRejecting(false)}
            reject={(reason, signal) => decide(() => client.POST('/api/v1/reviews/{id}/reject', { params, body: { reason }, signal }), words.rejected(author))}
          />
        )}
      </div>
      {!rejecting && (
        <div className="flex flex-wrap content-start gap-3 md:justify-end">
          {review.status !== 'published' && (
            <Button look="strong" busy={publish.isPending} aria-label={about(words.publish)} onClick={() => publish.mutate()}>
              {publish.isPending ? words.publishing : words.publish}
            </Button>
          )}
          {review.status !== 'rejected' && (
            <Button aria-label={about(words.reject)} onClick={() => setRejecting(true)}>
              {words.reject}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
