import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import type { ReturnArrival, ReturnStatus, StaffReturn } from '@/api/types'
import { ordersMoved, staffOrderQuery } from '../queries'

const staffReturns = ['staff', 'returns'] as const

export const staffReturnsQuery = (status: ReturnStatus) =>
  infiniteQueryOptions({
    queryKey: [...staffReturns, status],
    queryFn: async ({ pageParam, signal }) =>
      answered(await staffClient.GET('/api/v1/returns', { params: { query: { status, limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: 'always',
  })

/** A return has moved, and its order perhaps with it: every list is looked at anew. */
export async function returnsMoved(queries: QueryClient, orderId: string): Promise<void> {
  ordersMoved(queries, [orderId])
  void queries.invalidateQueries({ queryKey: staffOrderQuery(orderId).queryKey })
  await queries.invalidateQueries({ queryKey: staffReturns })
}

const about = (id: string) => ({ params: { path: { id } } })

export async function approveReturn(id: string, answer: string, signal: AbortSignal): Promise<StaffReturn> {
  return answered(await staffClient.POST('/api/v1/returns/{id}/approve', { ...about(id), body: answer === '' ? {} : { answer }, signal }))
}

export async function rejectReturn(id: string, answer: string, signal: AbortSignal): Promise<StaffReturn> {
  return answered(await staffClient.POST('/api/v1/returns/{id}/reject', { ...about(id), body: { answer }, signal }))
}

/** The key makes it one refund, however often its answer is lost. */
export async function receiveReturn(id: string, key: string, body: ReturnArrival, signal: AbortSignal): Promise<StaffReturn> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } }
  return answered(await staffClient.POST('/api/v1/returns/{id}/receive', { params, body, signal }))
}
