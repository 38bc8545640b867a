import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { NewWebhook, Webhook, WebhookDelivery, WebhookDeliveryStatus, WebhookUpdate, WebhookWithSecret } from '@/api/types'

/** An endpoint, and the tag by which the shop knows which of its versions this is. */
export interface TaggedWebhook {
  readonly webhook: Webhook
  readonly etag: string
}

interface Tagged {
  data?: Webhook
  response: Response
}

function tagged(result: Tagged): TaggedWebhook {
  return { webhook: answered(result), etag: result.response.headers.get('ETag') ?? '' }
}

/** All of them: there are few. */
export const webhooksQuery = () =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'list'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await staffClient.GET('/api/v1/webhooks', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** One of them. Its health changes by itself. */
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: async ({ signal }) => tagged(await staffClient.GET('/api/v1/webhooks/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (asProblem(state.error).status === 404 ? false : 10_000),
    retry: false,
    gcTime: 0,
  })

/** What was sent to it, newest first. While something is on its way, it is looked at more often. */
export const deliveriesQuery = (id: string, status: WebhookDeliveryStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', id, status ?? 'all'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 20, ...(status === undefined ? {} : { status }), ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await staffClient.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isMoving)) ? 1_500 : 10_000),
  })

/** Being sent, or about to be. */
function isMoving({ status, next_attempt_at }: WebhookDelivery): boolean {
  return status === 'pending' && (next_attempt_at == null || Date.parse(next_attempt_at) - Date.now() < 3_000)
}

export async function createWebhook(body: NewWebhook, signal: AbortSignal): Promise<WebhookWithSecret> {
  return answered(await staffClient.POST('/api/v1/webhooks', { body, signal }))
}

export async function changeWebhook(id: string, etag: string, body: WebhookUpdate): Promise<TaggedWebhook> {
  const params = { path: { id }, header: { 'If-Match': etag } }
  return tagged(await staffClient.PATCH('/api/v1/webhooks/{id}', { params, body }))
}

export async function rotateSecret(id: string): Promise<WebhookWithSecret> {
  return answered(await staffClient.POST('/api/v1/webhooks/{id}/secret', { params: { path: { id } } }))
}

export async function testWebhook(id: string): Promise<void> {
  await staffClient.POST('/api/v1/webhooks/{id}/test', { params: { path: { id } } })
}

export async function replayDelivery(id: string): Promise<void> {
  await staffClient.POST('/api/v1/webhooks/deliveries/{id}/replay', { params: { path: { id } } })
}

/** Something was changed or sent: every page that shows it looks again. */
export async function webhooksChanged(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['webhooks'] })
}
