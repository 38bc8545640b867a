import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { ReviewStatus } from '@/api/types'
import { RequireStaff } from '@/features/sales/staff/RequireStaff'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { staffReviewsQuery } from '../queries'
import { ModerateReview } from './ModerateReview'

const statuses: readonly ReviewStatus[] = ['pending', 'published', 'rejected']

export function Component() {
  const words = texts.reviews.staff
  useTitle(words.title)
  const [search] = useSearchParams()
  const status = statuses.find((one) => one === search.get('status')) ?? 'pending'
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{words.title}</h1>
      <RequireStaff waiting={<ListWaiting />}>
        <nav aria-label={words.filter} className="mt-8 flex flex-wrap gap-2">
          {statuses.map((one) => (
            <Link
              key={one}
              to={paths.staffReviews(one === 'pending' ? undefined : one)}
              aria-current={one === status ? 'page' : undefined}
              className="inline-flex min-h-11 items-center rounded-control border border-line-strong px-4 font-medium hover:border-ink aria-[current=page]:border-transparent aria-[current=page]:bg-inverse aria-[current=page]:text-on-inverse"
            >
              {words.status[one]}
            </Link>
          ))}
        </nav>
        <ReviewQueue key={status} status={status} />
      </RequireStaff>
    </div>
  )
}

function ReviewQueue({ status }: { status: ReviewStatus }) {
  const words = texts.reviews.staff
  const [said, setSaid] = useState('')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(staffReviewsQuery(status))
  if (!data && error) {
    return (
      <div className="mt-8 max-w-2xl">
        <ProblemNotice error={error}>
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        </ProblemNotice>
      </div>
    )
  }
  if (!data) return <ListWaiting />
  const reviews = data.pages.flatMap((page) => page.items)
  return (
    <>
      <p role="status" className="mt-6 font-medium empty:hidden">
        {said}
      </p>
      {error && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      {reviews.length === 0 && <h2 className="mt-8 heading">{words.empty[status]}</h2>}
      {reviews.length > 0 && (
        <ul className="mt-6 border-t border-line-strong">
          {reviews.map((review) => (
            <ModerateReview key={review.id} review={review} onDecided={setSaid} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="mt-6 w-full sm:w-auto" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  )
}
