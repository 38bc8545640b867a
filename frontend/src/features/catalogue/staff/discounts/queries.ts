import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { ifMatch } from '@/api/if-match'
import type { components } from '@/api/schema'
import type { Discount } from '@/api/types'

export const discountsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['staff', 'discounts'],
    queryFn: async ({ pageParam, signal }) => answered(await staffClient.GET('/api/v1/discounts', { params: { query: { limit: 100, ...(pageParam !== null && { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const discountQuery = (id: string) =>
  queryOptions({
    queryKey: ['staff', 'discount', id],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/discounts/{id}', { params: { path: { id } }, signal })),
    retry: false,
  })

export async function createDiscount(body: components['schemas']['NewDiscount'], signal: AbortSignal): Promise<Discount> {
  return answered(await staffClient.POST('/api/v1/discounts', { body, signal }))
}

export async function changeDiscount(seen: Discount, body: components['schemas']['DiscountUpdate']): Promise<Discount> {
  return answered(await staffClient.PATCH('/api/v1/discounts/{id}', { params: { path: { id: seen.id }, header: ifMatch(seen) }, body }))
}

/** Prices are computed when they are asked for: all that is known of them is old. */
export function learnDiscount(queries: QueryClient, discount: Discount): void {
  queries.setQueryData(discountQuery(discount.id).queryKey, discount)
  for (const key of [['staff', 'discounts'], ['staff', 'products'], ['staff', 'product'], ['products']]) void queries.invalidateQueries({ queryKey: key })
}
