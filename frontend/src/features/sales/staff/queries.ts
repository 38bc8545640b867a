import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Sale } from '@/api/types'
import { saleQuery, salesQuery } from '../queries'

/** A sale, and the tag by which the shop knows which of its versions this is. */
export interface TaggedSale {
  readonly sale: Sale
  readonly etag: string
}

interface Tagged {
  data?: Sale
  response: Response
}

function tagged(result: Tagged): TaggedSale {
  return { sale: answered(result), etag: result.response.headers.get('ETag') ?? '' }
}

/** One sale as the staff see it, looked at every two seconds while it can change. */
export const staffSaleQuery = (id: string) =>
  queryOptions({
    queryKey: ['staff', 'sale', id],
    queryFn: async ({ signal }) => tagged(await client.GET('/api/v1/sales/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (asProblem(state.error).status === 404 || (state.data && isOver(state.data.sale)) ? false : 2_000),
    retry: false,
    // Who comes back begins with what is, not with what was.
    gcTime: 0,
  })

export function isOver(sale: Sale): boolean {
  return sale.status === 'ended' || sale.status === 'cancelled'
}

/** What of a sale is edited here. */
export type SaleChange = Partial<Pick<Sale, 'title' | 'starts_at' | 'ends_at' | 'allocated' | 'per_customer_limit'>>

export async function changeSale(id: string, etag: string, change: SaleChange): Promise<TaggedSale> {
  const params = { path: { id }, header: { 'If-Match': etag } }
  return tagged(await client.PATCH('/api/v1/sales/{id}', { params, body: change }))
}

export type Steer = 'pause' | 'resume' | 'cancel'

export async function steerSale(id: string, steer: Steer): Promise<TaggedSale> {
  const params = { path: { id } }
  switch (steer) {
    case 'pause':
      return tagged(await client.POST('/api/v1/sales/{id}/pause', { params }))
    case 'resume':
      return tagged(await client.POST('/api/v1/sales/{id}/resume', { params }))
    case 'cancel':
      return tagged(await client.POST('/api/v1/sales/{id}/cancel', { params }))
  }
}

/** The shop has answered what the sale is now: every page shall know. */
export async function learnSale(queries: QueryClient, known: TaggedSale): Promise<void> {
  const { id } = known.sale
  // A look that began before the change would come back with what was before it.
  await queries.cancelQueries({ queryKey: staffSaleQuery(id).queryKey })
  queries.setQueryData(staffSaleQuery(id).queryKey, known)
  queries.setQueryData(saleQuery(id).queryKey, known.sale)
  void queries.invalidateQueries({ queryKey: salesQuery().queryKey })
}
