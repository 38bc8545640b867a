import { spanOf } from '@/shared/days'
import { staffOrders } from '@/texts/en/staff-orders'

/** The filters as the address has them. */
export const filterNames = ['q', 'status', 'from', 'to', 'sale_id'] as const
export type OrderFilters = Readonly<Record<(typeof filterNames)[number], string>>

/** What the shop is asked for. */
export type OrderSearch = Partial<OrderFilters>

export type View = keyof typeof staffOrders.view
export const views = Object.keys(staffOrders.view) as View[]

export function searchOf({ q, status, from, to, sale_id }: OrderFilters): OrderSearch {
  return {
    ...(q !== '' && { q }),
    ...(status !== '' && { status }),
    ...(sale_id !== '' && { sale_id }),
    ...spanOf(from, to),
  }
}
