/** Reads the two ends of a range as people write them, empty for open. Null when it makes no sense. */
export function parseRange(from: string, to: string, unit: number): { from: number | null; to: number | null } | null {
  const ends = [from, to].map((text) => {
    const plain = text.trim().replace(',', '.')
    return plain === '' ? null : /^\d{1,9}(\.\d{1,3})?$/.test(plain) ? Math.round(Number(plain) * unit) : Number.NaN
  })
  const [low = null, high = null] = ends
  if (Number.isNaN(low) || Number.isNaN(high)) return null
  return low !== null && high !== null && low > high ? null : { from: low, to: high }
}
