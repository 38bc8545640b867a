/**
 * The threshold that was crossed between two looks at a falling clock: the latest one, so that a page that slept through
 * several says only where things stand now. The first look crosses nothing.
 */
export function crossed<T extends number>(thresholds: readonly T[], before: number | null, left: number): T | null {
  if (before === null) return null
  return thresholds.findLast((threshold) => left <= threshold && before > threshold) ?? null
}
