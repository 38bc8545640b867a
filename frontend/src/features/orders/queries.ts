import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, api, client } from '@/api/client'
import { backOff, failureOf, steadily } from '@/api/query-client'
import type { Order, OrderPage } from '@/api/types'
import { timed } from '@/shared/server-clock'
import { isPaymentOpen } from './order-state'

const second = 1_000

/** When an order that may change by itself is looked at again. */
export function nextOrderLook(order: Order, now: number, random: () => number = Math.random): number | false {
  const jitter = 0.8 + random() * 0.4
  if (isPaymentOpen(order)) return 1.5 * second * jitter
  if (order.refunds.some((refund) => refund.status === 'pending')) return 30 * second * jitter
  if (order.status !== 'pending_payment') return false
  const left = order.pay_by == null ? Infinity : Date.parse(order.pay_by) - now
  return (left < 10 * second ? 2 * second : 10 * second) * jitter
}

export const orderQuery = (id: string) => {
  const request = { params: { path: { id } } }
  return queryOptions({
    queryKey: api.queryOptions('get', '/api/v1/orders/{id}', request).queryKey,
    queryFn: ({ signal }) =>
      timed(
        client.GET('/api/v1/orders/{id}', { ...request, signal }),
        (order) => order.server_time,
      ),
    retry: false,
    refetchInterval: steadily<Order>((state) => {
      const { data } = state
      const failure = failureOf(state)
      if (failure) return failure.problem.isTransient && backOff(failure.count, failure.problem.retryAfter)
      return data ? nextOrderLook(data, Date.parse(data.server_time)) : false
    }),
    refetchOnWindowFocus: 'always',
  })
}

/** The customer's orders in one sale, newest first: what makes an outcome survive a reload or another device. */
export const ordersOfSaleQuery = (saleId: string) => {
  const request = { params: { query: { sale_id: saleId, limit: 5 } } }
  return queryOptions({
    queryKey: api.queryOptions('get', '/api/v1/orders', request).queryKey,
    queryFn: ({ signal }) =>
      timed(
        client.GET('/api/v1/orders', { ...request, signal }),
        (page) => page.items[0]?.server_time,
      ),
    refetchOnWindowFocus: 'always',
    refetchInterval: steadily<OrderPage>((state) => {
      const order = state.data?.items[0]
      return order ? nextOrderLook(order, Date.parse(order.server_time)) : false
    }),
  })
}

/** What of an order went back, on paper: asked when a refund has ended, and again when another has. */
export const creditNotesQuery = ({ id, refunds }: Order) => {
  const ended = refunds.filter((refund) => refund.status !== 'pending').length
  return queryOptions({
    enabled: ended > 0,
    queryKey: ['orders', id, 'credit-notes', ended],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/orders/{id}/credit-notes', { params: { path: { id } }, signal })),
  })
}

export type OrderFilter = 'all' | 'pending_payment' | 'paid'

export const ordersQuery = (filter: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: ['orders', 'mine', filter],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 20, ...(filter === 'all' ? {} : { status: filter }), ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await client.GET('/api/v1/orders', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: 'always',
  })

/** An answer that brought an order is the newest knowledge of it: every page that shows it reads it from here. */
export function learnOrder(queries: QueryClient, order: Order): void {
  queries.setQueryData(orderQuery(order.id).queryKey, order)
  void queries.invalidateQueries({ queryKey: ['orders', 'mine'] })
  if (order.sale_id == null) return
  const ofSale = ordersOfSaleQuery(order.sale_id)
  queries.setQueryData(ofSale.queryKey, (page) => {
    const others = page?.items.filter((one) => one.id !== order.id) ?? []
    // Newest first, as the server sorts them.
    const items = [order, ...others].sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
    return { ...page, items, next_cursor: page?.next_cursor ?? null }
  })
}

/** Signing out must not leave one person's orders to the next. */
export function forgetOrders(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey.some((part) => part === 'orders' || part === '/api/v1/orders' || part === '/api/v1/orders/{id}') })
}
