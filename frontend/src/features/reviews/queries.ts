import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import type { ReviewStatus } from '@/api/types'

const pages = { initialPageParam: null as string | null, getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor }
const from = (cursor: string | null) => (cursor === null ? {} : { cursor })

/** What everybody reads about a product: all of it, or what gives it so many stars. */
export const productReviewsQuery = (slug: string, stars: number | null) =>
  infiniteQueryOptions({
    queryKey: ['reviews', 'of', slug, stars],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 10, ...(stars === null ? {} : { stars }), ...from(pageParam) }
      return answered(await client.GET('/api/v1/products/{product}/reviews', { params: { path: { product: slug }, query }, signal }))
    },
    ...pages,
    staleTime: 30_000,
  })

/** What one has said about a product, and the orders about which one may. */
export const ownReviewsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['reviews', 'own', slug],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/products/{product}/reviews/own', { params: { path: { product: slug } }, signal })),
    retry: false,
  })

/** What the staff read. */
export const staffReviewsQuery = (status: ReviewStatus) =>
  infiniteQueryOptions({
    queryKey: ['reviews', 'staff', status],
    queryFn: async ({ pageParam, signal }) => answered(await client.GET('/api/v1/reviews', { params: { query: { status, limit: 20, ...from(pageParam) } }, signal })),
    ...pages,
    refetchOnWindowFocus: 'always',
  })

/** A review changed: lists, one's own and the product's rating with it. */
export async function reviewsChanged(queries: QueryClient): Promise<void> {
  void queries.invalidateQueries({ queryKey: ['products'] })
  await queries.invalidateQueries({ queryKey: ['reviews'] })
}
