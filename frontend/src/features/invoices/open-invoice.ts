import { answered, client, givingUp } from '@/api/client'
import type { Order } from '@/api/types'
import { openDocument } from '@/shared/open-document'

/** Shows the credit note of an order with this number, or without one the order's invoice, as a page to print. */
export function openInvoice({ id, number: order }: Pick<Order, 'id' | 'number'>, creditNote: string | null): Promise<void> {
  const how = { parseAs: 'blob', signal: givingUp() } as const
  if (creditNote === null) {
    const load = async () => answered(await client.GET('/api/v1/orders/{id}/invoice', { params: { path: { id } }, ...how }))
    return openDocument(load, `invoice-${order}.html`)
  }
  const params = { path: { id, number: creditNote } }
  const load = async () => answered(await client.GET('/api/v1/orders/{id}/credit-notes/{number}', { params, ...how }))
  return openDocument(load, `${creditNote}.html`)
}
