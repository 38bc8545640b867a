import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'

const account = ['account'] as const

/** Where somebody is logged in, latest login first. */
export const sessionsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...account, 'sessions'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await client.GET('/api/v1/users/me/sessions', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: 'always',
  })

/** Somebody's addresses, all of them: a book holds twenty. */
export const addressesQuery = () =>
  queryOptions({
    queryKey: [...account, 'addresses'],
    queryFn: async ({ signal }) => answered(await client.GET('/api/v1/users/me/addresses', { params: { query: { limit: 100 } }, signal })).items,
    refetchOnWindowFocus: 'always',
  })

/** How the account is now. It changes behind this page's back when a link in a mail is followed on another device. */
export const meQuery = () =>
  queryOptions({
    queryKey: [...account, 'me'],
    queryFn: async ({ signal }) => {
      const user = answered(await client.GET('/api/v1/users/me', { signal }))
      session.learn(user)
      return user
    },
    refetchOnWindowFocus: 'always',
  })

/** Signing out must not leave what is one person's to the next. */
export function forgetAccount(queries: QueryClient): void {
  queries.removeQueries({ queryKey: account })
}
