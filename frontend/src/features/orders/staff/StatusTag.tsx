import type { Order } from '@/api/types'
import { Tag } from '@/shared/ui/Tag'
import { orders as words } from '@/texts/en/orders'
import { staffOrders } from '@/texts/en/staff-orders'
import { isPaymentOpen } from '../order-state'

/** Where an order stands. What waits for the staff stands out. */
export function StatusTag({ order }: { order: Order }) {
  const status = isPaymentOpen(order) ? 'authorized' : order.status
  const partly = status === 'packed' && order.shipments.length > 0
  return <Tag strong={status === 'paid' || status === 'packed'}>{partly ? staffOrders.partly : words.orderStatus[status]}</Tag>
}
