import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ReturnStatus } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { paths } from '@/shared/paths'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { PagedList } from '@/shared/ui/PagedList'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { staffReturns as words } from '@/texts/en/staff-returns'
import { staffReturnsQuery } from './queries'
import { ReturnRow } from './ReturnRow'

const statuses = Object.keys(words.status) as ReturnStatus[]

export function Component() {
  const [search] = useSearchParams()
  const status = statuses.find((one) => one === search.get('status')) ?? 'requested'
  return (
    <StaffPage title={words.title} lead={words.lead}>
      <FilterLinks
        label={words.filter}
        options={statuses.map((one) => ({ to: paths.staffReturns(one === 'requested' ? undefined : one), name: words.status[one], current: one === status }))}
      />
      <Queue key={status} status={status} />
    </StaffPage>
  )
}

function Queue({ status }: { status: ReturnStatus }) {
  const [said, setSaid] = useState({ count: 0, what: '' })
  // What was decided leaves this list, and takes the button that was pressed with it.
  const news = useFocusOnChange<HTMLParagraphElement>(said.count)
  return (
    <>
      <p ref={news} tabIndex={-1} role="status" className="mt-5 font-medium text-positive empty:hidden">
        {said.what}
      </p>
      <PagedList query={useInfiniteQuery(staffReturnsQuery(status))} more={words.more} empty={<h2 className="mt-8 text-lg font-semibold">{words.empty[status]}</h2>}>
        {(returns) => (
          <ul className="mt-5 border-t border-line-strong">
            {returns.map((one) => (
              <ReturnRow key={one.return.id} known={one} onDecided={(what) => setSaid(({ count }) => ({ count: count + 1, what }))} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}
