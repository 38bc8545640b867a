import { staffOrders } from '@/texts/en/staff-orders'

/** The filters as the address has them. */
export const filterNames = ['q', 'status', 'from', 'to', 'sale_id'] as const
export type OrderFilters = Readonly<Record<(typeof filterNames)[number], string>>

/** What the shop is asked for. */
export type OrderSearch = Partial<OrderFilters>

export type View = keyof typeof staffOrders.view
export const views = Object.keys(staffOrders.view) as View[]

/** The start of a day where the reader is, some days later if asked; null for what is no day. */
function startOf(day: string, later = 0): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) return null
  const start = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + later)
  return Number.isNaN(start.getTime()) ? null : start.toISOString()
}

/** Both days are meant whole: the last one ends where the next begins. */
export function searchOf({ q, status, from, to, sale_id }: OrderFilters): OrderSearch {
  const begins = startOf(from)
  const ends = startOf(to, 1)
  return {
    ...(q !== '' && { q }),
    ...(status !== '' && { status }),
    ...(sale_id !== '' && { sale_id }),
    ...(begins !== null && { from: begins }),
    ...(ends !== null && { to: ends }),
  }
}
