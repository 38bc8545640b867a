import type { Sale } from '@/api/types'
import type { Difference } from '@/shared/ui/BothVersions'
import { formatCount, formatMoment } from '@/shared/format'
import { staff } from '@/texts/en/staff'
import { fromLocalInput, toLocalInput } from './local-time'
import type { SaleChange } from './queries'

export const fields = ['title', 'starts_at', 'ends_at', 'allocated', 'per_customer_limit'] as const
export type FieldName = (typeof fields)[number]
type Values = Record<FieldName, string>

/** The sale as the form shows it. */
export function valuesOf(sale: Sale): Values {
  return {
    title: sale.title,
    starts_at: toLocalInput(sale.starts_at),
    ends_at: toLocalInput(sale.ends_at),
    allocated: String(sale.allocated),
    per_customer_limit: String(sale.per_customer_limit),
  }
}

const isWhole = (text: string) => /^\d+$/.test(text.trim())

/** What can be seen without asking the shop. */
export function check(values: Values): Partial<Values> {
  const words = staff.sale
  return {
    ...(values.title.trim() === '' && { title: words.textMissing }),
    ...(fromLocalInput(values.starts_at) === null && { starts_at: words.timeMissing }),
    ...(fromLocalInput(values.ends_at) === null && { ends_at: words.timeMissing }),
    ...(!isWhole(values.allocated) && { allocated: words.numberOdd }),
    ...(!isWhole(values.per_customer_limit) && { per_customer_limit: words.numberOdd }),
  }
}

/** Only what somebody has changed is sent: everything else stays as it is, to the microsecond. */
export function changeOf(sale: Sale, values: Values): SaleChange {
  const before = valuesOf(sale)
  const changed = (field: FieldName) => values[field].trim() !== before[field]
  // Browsers write the same moment in several ways.
  const moved = (field: 'starts_at' | 'ends_at') => {
    const moment = fromLocalInput(values[field])
    return moment === fromLocalInput(before[field]) ? null : moment
  }
  const starts = moved('starts_at')
  const ends = moved('ends_at')
  return {
    ...(changed('title') && { title: values.title.trim() }),
    ...(starts !== null && { starts_at: starts }),
    ...(ends !== null && { ends_at: ends }),
    ...(changed('allocated') && { allocated: Number(values.allocated) }),
    ...(changed('per_customer_limit') && { per_customer_limit: Number(values.per_customer_limit) }),
  }
}

/** What is different now from what was seen, in words. */
export function differences(seen: Sale, now: Sale): Difference[] {
  const words = staff.sale
  const all = [
    { name: words.title, before: seen.title, now: now.title },
    { name: words.starts_at, before: formatMoment(seen.starts_at), now: formatMoment(now.starts_at) },
    { name: words.ends_at, before: formatMoment(seen.ends_at), now: formatMoment(now.ends_at) },
    { name: words.allocated, before: formatCount(seen.allocated), now: formatCount(now.allocated) },
    { name: words.per_customer_limit, before: formatCount(seen.per_customer_limit), now: formatCount(now.per_customer_limit) },
  ]
  return all.filter((one) => one.before !== one.now)
}
