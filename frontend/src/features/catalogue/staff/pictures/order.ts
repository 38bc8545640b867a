/** The list with one of its items a place earlier (-1) or later (1); the list itself where there is no such place. */
export function moved<T>(items: readonly T[], place: number, by: -1 | 1): readonly T[] {
  const item = items[place]
  const other = items[place + by]
  if (item === undefined || other === undefined) return items
  return items.with(place, other).with(place + by, item)
}
