import type { Sale } from '@/api/types'
import { backOff, type Failure } from '@/api/query-client'

const second = 1_000
const minute = 60 * second
/** Around its start and its end, and when few units are left, a sale is worth a look every second. */
const edge = 30 * second
const fewUnits = 50

/** Spread by up to a fifth in both directions, so that thousands of pages never ask in step. */
const jittered = (wait: number, random: () => number) => wait * (0.8 + random() * 0.4)

function beforeStart(left: number, random: () => number): number {
  // The look that matters comes just after the start, scattered over most of a second.
  const justAfter = left + random() * 700
  if (left <= 2 * second) return Math.max(300 + random() * 700, Math.min(justAfter, second))
  const regular = left > 30 * minute ? 2 * minute : left > 10 * minute ? minute : left > minute ? 20 * second : 5 * second
  return Math.min(jittered(regular, random), justAfter)
}

function whileOpen(sale: Sale, now: number, random: () => number): number {
  const sinceStart = now - Date.parse(sale.starts_at)
  const untilEnd = Date.parse(sale.ends_at) - now
  if (sale.status === 'sold_out' || sale.status === 'paused') return jittered(5 * second, random)
  const nearEdge = sinceStart < edge || untilEnd < edge || sale.remaining < fewUnits
  return jittered(nearEdge ? second : 4 * second, random)
}

/** When to look at this sale again, in milliseconds, or false when nothing can change any more. */
export function nextLook(
  sale: Sale | undefined,
  now: number,
  failure: Failure | null,
  random: () => number = Math.random,
): number | false {
  if (failure) return backOff(failure.count, failure.problem.retryAfter, random)
  if (!sale) return jittered(2 * second, random)
  switch (sale.status) {
    case 'ended':
    case 'cancelled':
      return false
    case 'scheduled':
      return beforeStart(Date.parse(sale.starts_at) - now, random)
    case 'live':
    case 'sold_out':
    case 'paused':
      return whileOpen(sale, now, random)
  }
}

/** A look now and then at a sale whose changes come by themselves: a line may be dead without anybody noticing. */
export function nextLookAside(sale: Sale | undefined, random: () => number = Math.random): number | false {
  return sale?.status === 'ended' || sale?.status === 'cancelled' ? false : jittered(30 * second, random)
}

/** The list is looked at calmly, and just after a sale in it starts or ends. */
export function nextListLook(sales: readonly Sale[], now: number, failure: Failure | null, random: () => number = Math.random): number {
  if (failure) return backOff(failure.count, failure.problem.retryAfter, random)
  const turns = sales.flatMap((sale) => [Date.parse(sale.starts_at), Date.parse(sale.ends_at)])
  const next = Math.min(...turns.filter((turn) => turn > now)) - now
  return Math.min(jittered(15 * second, random), next + 300 + random() * second)
}
