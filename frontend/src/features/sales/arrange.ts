import type { Sale } from '@/api/types'

export interface Arranged {
  readonly open: readonly Sale[]
  readonly upcoming: readonly Sale[]
  readonly over: readonly Sale[]
}

const at = (time: string) => Date.parse(time)
/** What one can buy from comes before what one can only wait for. */
const openRank: Partial<Record<Sale['status'], number>> = { live: 0, paused: 1, sold_out: 2 }

/** Live first, then what comes next, then what is over; each in the order in which it matters. */
export function arrange(sales: readonly Sale[]): Arranged {
  return {
    open: sales
      .filter((sale) => openRank[sale.status] !== undefined)
      .sort((a, b) => (openRank[a.status] ?? 0) - (openRank[b.status] ?? 0) || at(a.ends_at) - at(b.ends_at)),
    upcoming: sales.filter((sale) => sale.status === 'scheduled').sort((a, b) => at(a.starts_at) - at(b.starts_at)),
    over: sales.filter((sale) => sale.status === 'ended' || sale.status === 'cancelled').sort((a, b) => at(b.ends_at) - at(a.ends_at)),
  }
}
