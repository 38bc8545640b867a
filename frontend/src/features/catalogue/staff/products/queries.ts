import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { ifMatch } from '@/api/if-match'
import type { components } from '@/api/schema'
import type { Product, ProductStatus, StockMovement, StockReason } from '@/api/types'
import { type Listing } from '@/features/search/filters'

export const statuses = ['published', 'draft', 'archived'] as const satisfies readonly ProductStatus[]

/** How the staff sort; without words the newest come first, with words the best. */
export const sorts = ['newest', 'name', 'price', 'price_desc', 'best_selling'] as const
export type ProductSort = (typeof sorts)[number]

const pageSize = 50

/** Products in one state, page by page, and how many there are. */
export const staffProductsQuery = (listing: Listing & { status: ProductStatus }) =>
  infiniteQueryOptions({
    queryKey: ['staff', 'products', listing],
    queryFn: async ({ pageParam, signal }) => {
      const place = pageParam === null ? { facets: true } : { cursor: pageParam }
      return answered(await staffClient.GET('/api/v1/products', { params: { query: { ...listing, limit: pageSize, ...place } }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // While the next choice is looked up, the last one stays: nothing jumps.
    placeholderData: keepPreviousData,
  })

/** One product, by its address or its id, drafts among them. */
export const staffProductQuery = (slug: string) =>
  queryOptions({
    queryKey: ['staff', 'product', slug],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/products/{product}', { params: { path: { product: slug } }, signal })),
    retry: false,
  })

export type NewProduct = components['schemas']['NewProduct']
export type ProductChange = components['schemas']['ProductUpdate']

export async function createProduct(body: NewProduct, signal: AbortSignal): Promise<Product> {
  return answered(await staffClient.POST('/api/v1/products', { body, signal }))
}

export async function changeProduct(seen: Product, body: ProductChange): Promise<Product> {
  const params = { path: { product: seen.id }, header: ifMatch(seen) }
  return answered(await staffClient.PATCH('/api/v1/products/{product}', { params, body }))
}

export interface Movement {
  readonly units: number
  readonly reason: StockReason
  readonly note?: string
}

/** The key makes a repeated sending safe: the same key moves the stock once. */
export async function moveStock({ id }: Product, body: Movement, key: string, signal: AbortSignal): Promise<StockMovement> {
  const params = { path: { product: id }, header: { 'Idempotency-Key': key } }
  return answered(await staffClient.POST('/api/v1/products/{product}/stock-movements', { params, body, signal }))
}

/** The shop has answered what the product is now: every page shall know, the shop's own among them. */
export function learnProduct(queries: QueryClient, product: Product): void {
  queries.setQueryData(staffProductQuery(product.slug).queryKey, product)
  for (const key of [['staff', 'products'], staffProductQuery(product.id).queryKey, ['products']]) void queries.invalidateQueries({ queryKey: key })
}
