import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { ifMatch } from '@/api/if-match'
import type { components } from '@/api/schema'
import type { Banner } from '@/api/types'

export const staffBannersQuery = () =>
  infiniteQueryOptions({
    queryKey: ['staff', 'banners'],
    queryFn: async ({ pageParam, signal }) =>
      answered(await staffClient.GET('/api/v1/banners', { params: { query: { all: true, limit: 100, ...(pageParam !== null && { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const staffBannerQuery = (id: string) =>
  queryOptions({
    queryKey: ['staff', 'banner', id],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/banners/{id}', { params: { path: { id } }, signal })),
    retry: false,
  })

export async function createBanner(body: components['schemas']['NewBanner'], signal: AbortSignal): Promise<Banner> {
  return answered(await staffClient.POST('/api/v1/banners', { body, signal }))
}

export async function changeBanner(seen: Banner, body: components['schemas']['BannerUpdate']): Promise<Banner> {
  return answered(await staffClient.PATCH('/api/v1/banners/{id}', { params: { path: { id: seen.id }, header: ifMatch(seen) }, body }))
}

export function learnBanner(queries: QueryClient, banner: Banner): void {
  queries.setQueryData(staffBannerQuery(banner.id).queryKey, banner)
  for (const key of [['staff', 'banners'], ['banners']]) void queries.invalidateQueries({ queryKey: key })
}
