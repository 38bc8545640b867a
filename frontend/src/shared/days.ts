/** The start of a day where the reader is, some days later if asked; null for what is no day. */
function startOf(day: string, later = 0): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) return null
  const start = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + later)
  return Number.isNaN(start.getTime()) ? null : start.toISOString()
}

/** From one day to another, as 2026-11-30 each or nothing. Both are meant whole: the last one ends where the next begins. */
export function spanOf(from: string, to: string): { from?: string; to?: string } {
  const begins = startOf(from)
  const ends = startOf(to, 1)
  return { ...(begins !== null && { from: begins }), ...(ends !== null && { to: ends }) }
}

const two = (value: number) => String(value).padStart(2, '0')
const written = (day: Date) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`

/** The first and the last day of the month that was so many months before this moment, where the reader is. */
export function monthBefore(now: Date, months: number): { from: string; to: string } {
  const [year, month] = [now.getFullYear(), now.getMonth() - months]
  return { from: written(new Date(year, month, 1)), to: written(new Date(year, month + 1, 0)) }
}
