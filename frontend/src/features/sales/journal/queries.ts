import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'

/** The first entries, and on request the later ones. */
export const journalQuery = (saleId: string) =>
  infiniteQueryOptions({
    queryKey: ['journal', saleId],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await client.GET('/api/v1/sales/{id}/journal', { params: { path: { id: saleId }, query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** A receipt never changes. Under `orders`, so that signing out forgets it. */
export const receiptQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['orders', 'receipt', orderId],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/orders/{id}/receipt', { params: { path: { id: orderId } }, signal })),
    staleTime: Infinity,
  })
