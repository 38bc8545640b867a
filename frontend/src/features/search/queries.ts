import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import { type Filters, listingOf } from './filters'

/** Rows come out full with two, three and four products side by side. */
const pageSize = 24

/** What matches, page by page; how many and what else there would be come with the first page. */
export const searchQuery = (filters: Filters) => {
  const listing = listingOf(filters)
  return infiniteQueryOptions({
    queryKey: ['products', 'search', listing],
    queryFn: async ({ pageParam, signal }) => {
      const place = pageParam === null ? { facets: true } : { cursor: pageParam }
      return answered(await client.GET('/api/v1/products', { params: { query: { ...listing, limit: pageSize, ...place } }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 30_000,
    // While the next choice is looked up, the last one stays: nothing jumps.
    placeholderData: keepPreviousData,
  })
}

/** What somebody may mean who has typed this much. */
export const suggestionsQuery = (q: string) =>
  queryOptions({
    queryKey: ['suggestions', q],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/products/suggestions', { params: { query: { q, limit: 8 } }, signal })).items,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
