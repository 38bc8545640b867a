/** Below this the number is exact; above it moves too fast to mean anything. */
const exactBelow = 50
const bands = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]

export type Remaining = { readonly kind: 'none' } | { readonly kind: 'exact' | 'at-least'; readonly count: number }

/** The count as it is shown: exact when it is small, otherwise the band it is in. Never less than the truth allows. */
export function remainingBand(remaining: number): Remaining {
  if (remaining <= 0) return { kind: 'none' }
  if (remaining < exactBelow) return { kind: 'exact', count: remaining }
  return { kind: 'at-least', count: bands.findLast((band) => band <= remaining) ?? exactBelow }
}
