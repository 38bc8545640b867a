import type { InvoiceKind } from '@/api/types'
import { monthBefore, spanOf } from '@/shared/days'
import { staffInvoices } from '@/texts/en/staff-invoices'

/** The filters as the address has them. */
export const filterNames = ['number', 'kind', 'from', 'to'] as const
export type InvoiceFilters = Readonly<Record<(typeof filterNames)[number], string>>

/** What the shop is asked for. */
export interface InvoiceSearch {
  readonly number?: string
  readonly kind?: InvoiceKind
  readonly from?: string
  readonly to?: string
}

export type KindView = keyof typeof staffInvoices.kinds
export const kinds = Object.keys(staffInvoices.kinds) as KindView[]

export function searchOf({ number, kind, from, to }: InvoiceFilters): InvoiceSearch {
  const known = kinds.find((one) => one === kind)
  return { ...(number !== '' && { number }), ...(known !== undefined && known !== '' && { kind: known }), ...spanOf(from, to) }
}

/** What a file is made of: it has a beginning and an end, and everything between them. */
export function periodOf({ from, to }: InvoiceFilters): { from: string; to: string } | null {
  const span = spanOf(from, to)
  return span.from === undefined || span.to === undefined ? null : { from: span.from, to: span.to }
}

/** The spans that are asked for most, as the filters have them. */
export function periods(now: Date): { name: string; from: string; to: string }[] {
  return [
    { name: staffInvoices.anyTime, from: '', to: '' },
    { name: staffInvoices.thisMonth, ...monthBefore(now, 0) },
    { name: staffInvoices.lastMonth, ...monthBefore(now, 1) },
  ]
}
