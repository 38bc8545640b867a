import type { DiscountCode } from '@/api/types'
import { readCount, readMoney, writeMoney } from '@/features/catalogue/staff/editing/amounts'
import { checkWindow, momentOf, windowFromNow, windowOf, type WindowValues } from '@/features/catalogue/staff/editing/window'
import { staffCodes } from '@/texts/en/staff-codes'
import { editing } from '@/texts/en/staff-editing'
import type { NewCode } from './queries'

/** What of a code can be changed later; empty limits are none. */
export interface CodeValues extends WindowValues {
  title: string
  minimum: string
  total_limit: string
  per_customer_limit: string
}

/** Its text and what it takes off are said once, when it is made. */
export interface NewCodeValues extends CodeValues {
  code: string
  kind: 'percent' | 'amount'
  percent: string
  amount: string
}

export const fields = ['title', 'minimum', 'starts_at', 'ends_at', 'total_limit', 'per_customer_limit'] as const
export const newFields = ['code', 'percent', 'amount', ...fields] as const

const written = (limit: number | null | undefined) => (limit == null ? '' : String(limit))

export function valuesOf(code: DiscountCode): CodeValues {
  const { title, minimum, total_limit, per_customer_limit } = code
  return { title, minimum: minimum == null ? '' : writeMoney(minimum), total_limit: written(total_limit), per_customer_limit: written(per_customer_limit), ...windowOf(code) }
}

export const start = (): NewCodeValues => ({
  code: '',
  title: '',
  kind: 'percent',
  percent: '',
  amount: '',
  minimum: '',
  total_limit: '',
  per_customer_limit: '1',
  ...windowFromNow(30),
})

/** Case and blanks do not matter to the shop: what is typed is shown as customers will see it. */
export function codeText(typed: string): string {
  return typed.toUpperCase().replace(/\s+/g, '')
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A code that nobody guesses, without letters that look like figures. */
export function randomCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  const text = Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

const most = 1_000_000_000

const isLimit = (typed: string) => {
  const limit = readCount(typed)
  return typed.trim() === '' || (limit !== null && limit >= 1 && limit <= most)
}

function isSum(typed: string, currency: string): boolean {
  const amount = readMoney(typed, currency)?.amount ?? 0
  return amount >= 1 && amount <= most
}

/** What can be seen without asking the shop. */
export function checkCode(values: CodeValues, currency: string) {
  return {
    ...(values.title.trim() === '' && { title: editing.titleMissing }),
    ...(values.minimum.trim() !== '' && !isSum(values.minimum, currency) && { minimum: staffCodes.sumOdd }),
    ...(!isLimit(values.total_limit) && { total_limit: staffCodes.limitOdd }),
    ...(!isLimit(values.per_customer_limit) && { per_customer_limit: staffCodes.limitOdd }),
    ...checkWindow(values, { mostDays: 3660 }),
  }
}

export function checkNewCode(values: NewCodeValues, currency: string) {
  const percent = readCount(values.percent)
  return {
    ...(!/^[A-Z0-9-]{3,32}$/.test(codeText(values.code)) && { code: staffCodes.codeOdd }),
    ...(values.kind === 'percent' && (percent === null || percent < 1 || percent > 90) && { percent: editing.percentOdd }),
    ...(values.kind === 'amount' && !isSum(values.amount, currency) && { amount: staffCodes.sumOdd }),
    ...checkCode(values, currency),
  }
}

const countOrNull = (typed: string) => (typed.trim() === '' ? null : readCount(typed))

/** What was changed, as the shop takes it: an empty limit takes it away. */
export function changeOf({ title, minimum, starts_at, ends_at, total_limit, per_customer_limit }: Partial<CodeValues>, currency: string) {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(minimum !== undefined && { minimum: minimum.trim() === '' ? null : readMoney(minimum, currency) }),
    ...(starts_at !== undefined && { starts_at: momentOf(starts_at) }),
    ...(ends_at !== undefined && { ends_at: momentOf(ends_at) }),
    ...(total_limit !== undefined && { total_limit: countOrNull(total_limit) }),
    ...(per_customer_limit !== undefined && { per_customer_limit: countOrNull(per_customer_limit) }),
  }
}

export function newCodeOf(values: NewCodeValues, currency: string): NewCode {
  const { code, title, kind, percent, amount, starts_at, ends_at } = values
  return {
    ...changeOf(values, currency),
    code: codeText(code),
    title: title.trim(),
    starts_at: momentOf(starts_at),
    ends_at: momentOf(ends_at),
    ...(kind === 'percent' ? { percent: readCount(percent) } : { amount: readMoney(amount, currency) }),
  }
}
