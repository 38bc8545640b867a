import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { NewRefund, NewShipment, PackedOrder, RefundMade, StaffOrder } from '@/api/types'
import { isPaymentOpen } from '../order-state'
import { orderQuery } from '../queries'
import type { OrderSearch } from './order-filters'

const staffOrders = ['staff', 'orders'] as const

const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor,
}
const from = (cursor: string | null) => (cursor === null ? {} : { cursor })

export const staffOrdersQuery = (search: OrderSearch) =>
  infiniteQueryOptions({
    queryKey: [...staffOrders, 'list', search],
    queryFn: async ({ pageParam, signal }) =>
      answered(await staffClient.GET('/api/v1/admin/orders', { params: { query: { ...search, limit: 50, ...from(pageParam) } }, signal })),
    ...pages,
    refetchOnWindowFocus: 'always',
    // A search that the shop does not understand stays one.
    retry: (failures, error) => failures < 3 && asProblem(error).isTransient,
  })

export const packListQuery = () =>
  infiniteQueryOptions({
    queryKey: [...staffOrders, 'to pack'],
    queryFn: async ({ pageParam, signal }) => asJson(answered(await staffClient.GET('/api/v1/admin/pack-list', { params: { query: { limit: 50, ...from(pageParam) } }, signal }))),
    ...pages,
    refetchOnWindowFocus: 'always',
  })

/** The same address has a page to print, for whoever asks for one. */
function asJson<T>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error('The shop answered with a page instead of the list.')
  return answer
}

/** One order with all that the staff know about it, looked at again by itself while money is on its way. */
export const staffOrderQuery = (id: string) =>
  queryOptions({
    queryKey: [...staffOrders, 'one', id],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/admin/orders/{id}', { params: { path: { id } }, signal })),
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => {
      const order = state.data?.order
      if (order === undefined) return false
      if (isPaymentOpen(order) || order.payment?.status === 'refund_pending') return 3_000
      return order.status === 'pending_payment' ? 10_000 : false
    },
  })

/** The shop has answered what the order is now: every page shall know. */
export async function learnStaffOrder(queries: QueryClient, known: StaffOrder): Promise<void> {
  const { queryKey } = staffOrderQuery(known.order.id)
  // A look that began before the change would come back with what was before it.
  await queries.cancelQueries({ queryKey })
  queries.setQueryData(queryKey, known)
  ordersMoved(queries, [known.order.id])
}

/** Orders are not as they were: lists, the pack list and the customer's page of them are looked at anew. */
export function ordersMoved(queries: QueryClient, ids: readonly string[]): void {
  for (const id of ids) {
    void queries.invalidateQueries({ queryKey: orderQuery(id).queryKey })
    void queries.invalidateQueries({ queryKey: orderRefundsQuery(id).queryKey })
  }
  void queries.invalidateQueries({ queryKey: [...staffOrders, 'list'] })
  void queries.invalidateQueries({ queryKey: packListQuery().queryKey })
}

/** What went back of an order, and what still can. */
export const orderRefundsQuery = (id: string) =>
  queryOptions({
    queryKey: [...staffOrders, 'refunds', id],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/orders/{id}/refunds', { ...about(id), signal })),
    refetchOnWindowFocus: 'always',
    // A provider takes its time; the page shows when it is done.
    refetchInterval: ({ state }) => (state.data?.items.some(({ refund }) => refund.status === 'pending') ? 5_000 : false),
  })

/** The key makes it one refund, however often its answer is lost. */
export async function createRefund(id: string, key: string, body: NewRefund, signal: AbortSignal): Promise<RefundMade> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } }
  return answered(await staffClient.POST('/api/v1/orders/{id}/refunds', { params, body, signal }))
}

const about = (id: string) => ({ params: { path: { id } } })

export async function packOrder(id: string): Promise<StaffOrder> {
  return answered(await staffClient.POST('/api/v1/orders/{id}/pack', about(id)))
}

export async function packOrders(ids: string[]): Promise<PackedOrder[]> {
  return answered(await staffClient.POST('/api/v1/admin/orders/pack', { body: { order_ids: ids } })).items
}

export async function deliverOrder(id: string): Promise<StaffOrder> {
  return answered(await staffClient.POST('/api/v1/orders/{id}/deliver', about(id)))
}

/** One parcel of several has arrived; the order is delivered with the last one. */
export async function deliverParcel(id: string, parcel: string): Promise<StaffOrder> {
  const params = { path: { id, shipment_id: parcel } }
  return answered(await staffClient.POST('/api/v1/orders/{id}/shipments/{shipment_id}/deliver', { params }))
}

/** The key makes it one parcel, however often its answer is lost. */
export async function shipParcel(id: string, key: string, body: NewShipment, signal: AbortSignal): Promise<StaffOrder> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } }
  return answered(await staffClient.POST('/api/v1/orders/{id}/shipments', { params, body, signal }))
}

export async function writeNote(id: string, text: string, signal: AbortSignal): Promise<StaffOrder> {
  return answered(await staffClient.POST('/api/v1/orders/{id}/notes', { ...about(id), body: { text }, signal }))
}

/** Cancelling answers what the customer sees; the rest is looked up. */
export async function cancelOrder(id: string): Promise<StaffOrder> {
  await staffClient.POST('/api/v1/orders/{id}/cancel', about(id))
  return answered(await staffClient.GET('/api/v1/admin/orders/{id}', about(id)))
}
