import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { answered, client } from '@/api/client'

const mine = ['sessions', 'mine'] as const

/** Where somebody is logged in, latest login first. */
export const sessionsQuery = () =>
  infiniteQueryOptions({
    queryKey: mine,
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await client.GET('/api/v1/users/me/sessions', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: 'always',
  })

/** Signing out must not leave one person's devices to the next. */
export function forgetSessions(queries: QueryClient): void {
  queries.removeQueries({ queryKey: mine })
}
