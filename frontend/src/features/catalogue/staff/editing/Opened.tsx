import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'

/** What is opened, looked up by itself: it may have been opened by its address, or be on none of the pages of the list. */
export function Opened<R, K extends QueryKey>({ query, children }: { query: UseQueryOptions<R, Error, R, K>; children: (record: R) => ReactNode }) {
  const { data, error, refetch } = useQuery(query)
  if (data !== undefined) return children(data)
  if (!error) return <ListWaiting />
  return <ProblemNotice error={error}>{asProblem(error).status !== 404 && <Button onClick={() => void refetch()}>{texts.common.retry}</Button>}</ProblemNotice>
}
