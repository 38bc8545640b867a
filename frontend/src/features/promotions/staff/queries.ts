import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { ifMatch } from '@/api/if-match'
import type { components } from '@/api/schema'
import type { DiscountCode } from '@/api/types'

export const codesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['staff', 'codes'],
    queryFn: async ({ pageParam, signal }) => answered(await staffClient.GET('/api/v1/codes', { params: { query: { limit: 100, ...(pageParam !== null && { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const codeQuery = (id: string) =>
  queryOptions({
    queryKey: ['staff', 'code', id],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/codes/{id}', { params: { path: { id } }, signal })),
    retry: false,
  })

export type NewCode = components['schemas']['NewDiscountCode']

export async function createCode(body: NewCode, signal: AbortSignal): Promise<DiscountCode> {
  return answered(await staffClient.POST('/api/v1/codes', { body, signal }))
}

export async function changeCode(seen: DiscountCode, body: components['schemas']['DiscountCodeUpdate']): Promise<DiscountCode> {
  return answered(await staffClient.PATCH('/api/v1/codes/{id}', { params: { path: { id: seen.id }, header: ifMatch(seen) }, body }))
}

export function learnCode(queries: QueryClient, code: DiscountCode): void {
  queries.setQueryData(codeQuery(code.id).queryKey, code)
  void queries.invalidateQueries({ queryKey: codesQuery().queryKey })
}
