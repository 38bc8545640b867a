import type { Order } from '@/api/types'
import { texts } from '@/texts/en'

const released = new Set<Order['status']>(['expired', 'cancelled', 'returned'])

/** An order that no longer holds anything, so that its customer may buy again. */
export function isReleased(order: Order): boolean {
  return released.has(order.status)
}

/** Whether it was ever paid, whatever came later: then it has an invoice. */
export function wasPaid(order: Order): boolean {
  return order.timeline.some((entry) => entry.status === 'paid')
}

/** Between "pay" and the provider's answer. */
export function isPaymentOpen(order: Order): boolean {
  const { status, payment } = order
  if (status === 'authorized') return true
  if (status !== 'pending_payment' || !payment) return false
  // In the provider's form the customer pays when they like: until they have, the hold runs.
  const open = payment.provider === 'stripe' ? payment.step === 'processing' : true
  return payment.status === 'authorized' || (payment.status === 'pending' && open)
}

/** The order that decides what its sale's page shows: the active one, else the latest. */
export function decisiveOrder(newestFirst: readonly Order[]): Order | undefined {
  return newestFirst.find((order) => !isReleased(order)) ?? newestFirst[0]
}

export function unitsOf(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.quantity, 0)
}

/** A customer may call an order off until it is packed. */
export function isCancellable(order: Order): boolean {
  return (order.status === 'pending_payment' && !isPaymentOpen(order)) || order.status === 'paid'
}

/** Units of an order's lines, in words. What is only about money names no unit. */
export function namedUnits(order: Order, units: readonly { product_id: string; quantity: number }[]): string {
  const name = (id: string) => order.lines.find((line) => line.product_id === id)?.name ?? ''
  return units
    .filter(({ quantity }) => quantity > 0)
    .map(({ product_id, quantity }) => texts.common.units(quantity, name(product_id)))
    .join(', ')
}
