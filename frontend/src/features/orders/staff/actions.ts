import type { Order, OrderLine } from '@/api/types'
import { isPaymentOpen } from '../order-state'

export type Action = 'pack' | 'ship' | 'deliver' | 'cancel'

/** What the state of an order allows: the same as the shop's own machine, which has the last word. */
export function allows(order: Order, action: Action): boolean {
  switch (action) {
    case 'pack':
      return order.status === 'paid'
    case 'ship':
      return order.status === 'packed'
    case 'deliver':
      return order.status === 'shipped'
    case 'cancel':
      // Until something of it has left; not while a payment is under way.
      return (order.status === 'pending_payment' && !isPaymentOpen(order)) || order.status === 'paid' || (order.status === 'packed' && order.shipments.length === 0)
  }
}

/** How many units of a line are on their way or have arrived. */
export function goneOf(order: Order, line: OrderLine): number {
  const carried = order.shipments.flatMap((parcel) => parcel.lines).filter(({ product_id }) => product_id === line.product_id)
  return carried.reduce((sum, { quantity }) => sum + quantity, 0)
}

export interface LeftLine {
  readonly product_id: string
  readonly name: string
  readonly left: number
}

/** What of an order goes into a box: not what was refunded before it left. */
export function toSend({ lines }: Order): OrderLine[] {
  return lines.map((line) => ({ ...line, quantity: line.quantity - line.given_up })).filter(({ quantity }) => quantity > 0)
}

export function unitsToSend(order: Order): number {
  return toSend(order).reduce((sum, { quantity }) => sum + quantity, 0)
}

/** What is still in the house, line by line. */
export function leftOf(order: Order): LeftLine[] {
  const lines = toSend(order).map((line) => ({ product_id: line.product_id, name: line.name, left: line.quantity - goneOf(order, line) }))
  return lines.filter(({ left }) => left > 0)
}
