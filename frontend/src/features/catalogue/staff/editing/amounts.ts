import type { Money } from '@/api/types'

function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** Reads "1 299,5" and "1299.50" alike, exactly: the digits before and after the separator, not a fraction of two. */
function scaled(text: string, digits: number): number | null {
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.replace(/[\s'’]/g, ''))
  if (!match) return null
  const [, whole = '', rest = ''] = match
  if (rest.length > digits) return null
  return Number(whole + rest.padEnd(digits, '0'))
}

/** An amount as it is typed; null when it is none, or finer than the currency. */
export function readMoney(text: string, currency: string): Money | null {
  const amount = scaled(text, digitsOf(currency))
  return amount === null ? null : { amount, currency }
}

/** And back: 11900 EUR is "119.00". */
export function writeMoney({ amount, currency }: Money): string {
  const digits = digitsOf(currency)
  return (amount / 10 ** digits).toFixed(digits)
}

/** A percentage as it is typed, in hundredths of a percent: "5.5" is 550. */
export function readPercent(text: string): number | null {
  return scaled(text.replace(/\s*%$/, ''), 2)
}

export function writePercent(basisPoints: number): string {
  return String(basisPoints / 100)
}

/** A whole number of at least 0; null when it is none. */
export function readCount(text: string): number | null {
  return scaled(text, 0)
}
