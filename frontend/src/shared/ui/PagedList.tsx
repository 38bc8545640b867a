import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { texts } from '@/texts/en'
import { lists } from '@/texts/en/lists'
import { Button } from './Button'
import { ListWaiting } from './ListWaiting'
import { ProblemNotice } from './Notice'

interface PagedListProps<R> {
  /** What `useInfiniteQuery` of a list says. Each page of the API has `items` and the cursor of the next one. */
  query: UseInfiniteQueryResult<InfiniteData<{ items: R[] }>>
  /** On the button that fetches the next page. */
  more?: string
  /** Instead of a list without rows. */
  empty: ReactNode
  waiting?: ReactNode
  children: (rows: R[]) => ReactNode
}

/** A list of the API with all that can be said about it: on its way, failed, out of date, empty, and what comes next. */
export function PagedList<R>({ query, more = lists.more, empty, waiting = <ListWaiting />, children }: PagedListProps<R>) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  if (!data && error) {
    return (
      <div className="mt-8 max-w-2xl">
        <ProblemNotice error={error}>
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        </ProblemNotice>
      </div>
    )
  }
  if (!data) return waiting
  const rows = data.pages.flatMap((page) => page.items)
  return (
    <>
      {error && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      {rows.length === 0 ? empty : children(rows)}
      {hasNextPage && (
        <Button className="mt-6 w-full sm:w-auto print:hidden" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? lists.loadingMore : more}
        </Button>
      )}
    </>
  )
}
