import type { Money } from '@/api/types'

const locale = 'en'

const moneyFormats = new Map<string, Intl.NumberFormat>()

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = moneyFormats.get(currency)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    moneyFormats.set(currency, format)
  }
  return format
}

export function formatMoney({ amount, currency }: Money): string {
  const format = moneyFormat(currency)
  // Minor units differ by currency: 2 for the euro, 0 for the yen.
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale).format(count)
}

/** An average of stars, to one decimal. */
export function formatStars(stars: number): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(stars)
}

export function formatPercent(share: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** "250 g", "1.5 kg". */
export function formatWeight(grams: number): string {
  const [value, unit] = grams < 1000 ? [grams, 'gram'] : [grams / 1000, 'kilogram']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 2 }).format(value)
}

export function formatMoment(time: string | number): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(time))
}

export function formatDay(time: string | number): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(time))
}

export function formatMomentWithSeconds(time: string | number): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(time))
}

export function formatClock(time: string | number): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(time))
}

const two = (value: number) => String(value).padStart(2, '0')

/** The measured server time is off by a part of a round trip: a hold of ten minutes must not begin at 10:01. */
const measuringError = 200

/** mm:ss for a hold, h:mm:ss for a countdown of hours. Rounded up: 00:00 means that the time is over. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil((milliseconds - measuringError) / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** "2 days", "3 hours", "5 minutes", "12 seconds": what a voice would say. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? units[3]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size))
}
