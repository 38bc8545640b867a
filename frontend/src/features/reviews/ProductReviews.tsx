import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { Rating } from '@/api/types'
import { useSession } from '@/features/identity/use-session'
import { Button } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { reviews as words } from '@/texts/en/reviews'
import { Histogram } from './Histogram'
import { OwnReviews } from './OwnReviews'
import { productReviewsQuery } from './queries'
import { ReviewText } from './ReviewText'

interface ProductReviewsProps {
  product: { slug: string; rating: Rating }
}

/** What people who bought a product say about it. Which stars are shown stands in the address. */
export function ProductReviews({ product: { slug, rating } }: ProductReviewsProps) {
  const { user } = useSession()
  const [search] = useSearchParams()
  const asked = Number(search.get('stars'))
  const chosen = [1, 2, 3, 4, 5].includes(asked) ? asked : null
  return (
    <section id="reviews" aria-labelledby="reviews-title" className="scroll-mt-20 border-t border-line-strong pt-8">
      <h2 id="reviews-title" className="heading">
        {words.title}
      </h2>
      <div className="mt-5 grid gap-8 md:grid-cols-[minmax(16rem,22rem)_1fr] md:gap-12">
        <div>
          {rating.count > 0 && <Histogram rating={rating} chosen={chosen} />}
          <p className={`max-w-sm text-sm text-ink-soft ${rating.count > 0 ? 'mt-4' : ''}`}>{words.whoMay}</p>
        </div>
        <div className="min-w-0">
          {user !== null && <OwnReviews key={user.id} slug={slug} />}
          <ReviewList slug={slug} chosen={chosen} />
        </div>
      </div>
    </section>
  )
}

function ReviewList({ slug, chosen }: { slug: string; chosen: number | null }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(productReviewsQuery(slug, chosen))
  if (!data && error) {
    return (
      <ProblemNotice level={3} error={error}>
        <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
      </ProblemNotice>
    )
  }
  if (!data) return <ListWaiting />
  const reviews = data.pages.flatMap((page) => page.items)
  return (
    <>
      {chosen !== null && (
        <p className="mb-4 flex flex-wrap items-baseline gap-x-4 border-b border-line pb-3">
          <span className="font-semibold">{words.onlyThese(chosen)}</span>
          <Link to={{ search: '', hash: 'reviews' }} replace preventScrollReset className="link font-medium">
            {words.showAll}
          </Link>
        </p>
      )}
      {reviews.length === 0 && chosen === null && (
        <>
          <p className="text-lg font-bold">{words.none}</p>
          <p className="mt-1 text-ink-soft">{words.noneBody}</p>
        </>
      )}
      {reviews.length === 0 && chosen !== null && <p className="text-ink-soft">{words.noneOfThese}</p>}
      <ul>
        {reviews.map((review) => (
          <li key={review.id} className="border-b border-line py-5 first:pt-0 last:border-b-0">
            <ReviewText review={review} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="mt-2 w-full sm:w-auto" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? words.loadingMore : words.more}
        </Button>
      )}
    </>
  )
}
