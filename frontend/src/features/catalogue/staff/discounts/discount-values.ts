import type { Discount } from '@/api/types'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { readCount } from '../editing/amounts'
import { checkWindow, momentOf, windowFromNow, windowOf, type WindowValues } from '../editing/window'
import type { Taxonomy } from '../taxa/taxonomies'

/** What of a discount can be changed later. */
export interface DiscountValues extends WindowValues {
  title: string
  percent: string
}

export const targets = ['product', 'brand', 'region', 'category', 'tag', 'everything'] as const
export type Target = (typeof targets)[number]

/** On what it acts is said once, when it is made. */
export interface NewDiscountValues extends DiscountValues {
  target: Target
  product_id: string
  taxon_id: string
}

export const fields = ['title', 'percent', 'starts_at', 'ends_at'] as const
export const newFields = [...fields, 'product_id', 'taxon_id'] as const

export function valuesOf(discount: Discount): DiscountValues {
  return { title: discount.title, percent: String(discount.percent), ...windowOf(discount) }
}

/** A week, from now: what a discount is most often. */
export function startFor(product: string | null): NewDiscountValues {
  return { title: '', percent: '', ...windowFromNow(7), target: 'product', product_id: product ?? '', taxon_id: '' }
}

export function isTaxonomy(target: Target): target is Taxonomy {
  return target !== 'product' && target !== 'everything'
}

/** What can be seen without asking the shop. */
export function checkDiscount(values: DiscountValues) {
  const percent = readCount(values.percent)
  return {
    ...(values.title.trim() === '' && { title: editing.titleMissing }),
    ...((percent === null || percent < 1 || percent > 90) && { percent: editing.percentOdd }),
    ...checkWindow(values, { mostDays: 366 }),
  }
}

export function checkNewDiscount(values: NewDiscountValues) {
  const words = staffCatalogue.discounts
  return {
    ...checkDiscount(values),
    ...(values.target === 'product' && values.product_id === '' && { product_id: words.productMissing }),
    ...(isTaxonomy(values.target) && values.taxon_id === '' && { taxon_id: words.taxonMissing }),
  }
}

/** What was changed, as the shop takes it. */
export function changeOf({ title, percent, starts_at, ends_at }: Partial<DiscountValues>) {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(percent !== undefined && { percent: readCount(percent) ?? 0 }),
    ...(starts_at !== undefined && { starts_at: momentOf(starts_at) }),
    ...(ends_at !== undefined && { ends_at: momentOf(ends_at) }),
  }
}

export function newDiscountOf({ title, percent, starts_at, ends_at, target, product_id, taxon_id }: NewDiscountValues) {
  return {
    title: title.trim(),
    percent: readCount(percent) ?? 0,
    starts_at: momentOf(starts_at),
    ends_at: momentOf(ends_at),
    ...(target === 'product' && { product_id }),
    ...(isTaxonomy(target) && { taxon_id }),
  }
}
