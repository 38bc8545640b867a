/** The items that lead before the others; otherwise the order stays. */
export function leading<T>(items: readonly T[], leads: (item: T) => boolean): T[] {
  return [...items.filter(leads), ...items.filter((item) => !leads(item))]
}
