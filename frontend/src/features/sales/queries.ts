import { type QueryClient, queryOptions, replaceEqualDeep } from '@tanstack/react-query'
import { api, client } from '@/api/client'
import { failureOf, steadily } from '@/api/query-client'
import type { Sale, SalePage } from '@/api/types'
import { serverClock, timed } from '@/shared/server-clock'
import { newestSale } from './newest'
import { nextListLook, nextLook, nextLookAside } from './poll-plan'

const salesRequest = { params: { query: { limit: 100 } } } as const
const salesKey = api.queryOptions('get', '/api/v1/sales', salesRequest).queryKey

/** The list of sales. It is looked at calmly: the page of one sale is where the seconds count. */
export const salesQuery = () =>
  queryOptions({
    queryKey: salesKey,
    queryFn: ({ signal }) =>
      timed(
        client.GET('/api/v1/sales', { ...salesRequest, signal }),
        (page) => page.items[0]?.server_time,
      ),
    refetchInterval: steadily<SalePage>((state) => nextListLook(state.data?.items ?? [], serverClock.now(), failureOf(state))),
    refetchOnWindowFocus: 'always',
  })

/**
 * One sale, asked again as often as its state deserves while somebody looks at it; seldom where its changes come by
 * themselves.
 */
export const saleQuery = (id: string, following = false) => {
  const request = { params: { path: { id } } }
  return queryOptions({
    queryKey: api.queryOptions('get', '/api/v1/sales/{id}', request).queryKey,
    queryFn: ({ signal }) =>
      timed(
        client.GET('/api/v1/sales/{id}', { ...request, signal }),
        (sale) => sale.server_time,
      ),
    staleTime: 1_000,
    // The plan below is the retry: it knows what Retry-After said.
    retry: false,
    refetchInterval: steadily<Sale>(
      (state) => {
        const failure = failureOf(state)
        if (failure?.problem.status === 404) return false
        return following && !failure ? nextLookAside(state.data) : nextLook(state.data, serverClock.now(), failure)
      },
      following ? 'following' : 'asking',
    ),
    refetchOnWindowFocus: 'always',
    structuralSharing: (known, answer) => replaceEqualDeep(known, newestSale(known as Sale | undefined, answer as Sale)),
  })
}

/** A sale as the shop told it without being asked. */
export function showSale(queries: QueryClient, sale: Sale): void {
  queries.setQueryData(saleQuery(sale.id).queryKey, (known) => newestSale(known, sale))
}
