import { queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import type { operations } from '@/api/schema'

export type ProductListing = NonNullable<operations['list_products']['parameters']['query']>

const minute = 60_000

/** Some products by what can be said about them. Prices and stock move, so they are looked at again on coming back. */
export const productsQuery = (query: ProductListing) =>
  queryOptions({
    queryKey: ['products', 'list', query],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/products', { params: { query }, signal })).items,
    staleTime: 30_000,
  })

/** One product, by its address. */
export const productQuery = (slug: string) =>
  queryOptions({
    queryKey: ['products', 'one', slug],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/products/{product}', { params: { path: { product: slug } }, signal })),
    staleTime: 10_000,
    refetchOnWindowFocus: 'always',
  })

export const bannersQuery = () =>
  queryOptions({
    queryKey: ['banners'],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/banners', { params: { query: { limit: 10 } }, signal })).items,
    staleTime: minute,
  })

export const categoryTreeQuery = () =>
  queryOptions({
    queryKey: ['categories', 'tree'],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/categories/tree', { signal })).items,
    staleTime: 5 * minute,
  })

export const regionsQuery = () =>
  queryOptions({
    queryKey: ['regions'],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/regions', { params: { query: { limit: 100 } }, signal })).items,
    staleTime: 5 * minute,
  })
