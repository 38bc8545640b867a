import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ReviewStatus } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { paths } from '@/shared/paths'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { PagedList } from '@/shared/ui/PagedList'
import { staffReviews as words } from '@/texts/en/staff-reviews'
import { staffReviewsQuery } from '../queries'
import { ModerateReview } from './ModerateReview'

const statuses: readonly ReviewStatus[] = ['pending', 'published', 'rejected']

export function Component() {
  const [search] = useSearchParams()
  const status = statuses.find((one) => one === search.get('status')) ?? 'pending'
  return (
    <StaffPage title={words.title}>
      <FilterLinks
        label={words.filter}
        options={statuses.map((one) => ({ to: paths.staffReviews(one === 'pending' ? undefined : one), name: words.status[one], current: one === status }))}
      />
      <ReviewQueue key={status} status={status} />
    </StaffPage>
  )
}

function ReviewQueue({ status }: { status: ReviewStatus }) {
  const [said, setSaid] = useState('')
  return (
    <>
      <p role="status" className="mt-6 font-medium empty:hidden">
        {said}
      </p>
      <PagedList query={useInfiniteQuery(staffReviewsQuery(status))} more={words.more} empty={<h2 className="mt-8 text-lg font-semibold">{words.empty[status]}</h2>}>
        {(reviews) => (
          <ul className="mt-6 border-t border-line-strong">
            {reviews.map((review) => (
              <ModerateReview key={review.id} review={review} onDecided={setSaid} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}
