import type { StockReason } from '@/api/types'
import { readCount } from '../editing/amounts'

export const reasons = ['received', 'written_off', 'counted'] as const satisfies readonly StockReason[]

const most = 1_000_000_000

/**
 * What somebody typed as the shop takes it: what came, what went, or, for a count, the difference to what the shop shows.
 * Null when it is no number of units.
 */
export function unitsOf(reason: StockReason, typed: string, stock: number): number | null {
  const units = readCount(typed)
  if (units === null || units > most) return null
  switch (reason) {
    case 'received':
      return units
    case 'written_off':
      return units === 0 ? 0 : -units
    case 'counted':
      return units - stock
  }
}
