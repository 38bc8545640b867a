import type { LeftToRefund, Money, NewRefund } from '@/api/types'
import { readMoney } from '@/features/catalogue/staff/editing/amounts'
import { formatMoney } from '@/shared/format'
import { staffRefunds } from '@/texts/en/staff-refunds'
import { oddUnits, unitsField, unitsIn } from './units'

/** All that is left, some units with what was paid for them, or money alone. */
export const ways = ['all', 'units', 'money'] as const
export type Way = (typeof ways)[number]

/** The form as it is filled in. */
export interface RefundDraft {
  readonly way: Way | ''
  readonly units: Readonly<Partial<Record<string, string>>>
  readonly shipping: boolean
  readonly amount: string
  readonly restock: 'yes' | 'no' | ''
  readonly reason: string
}

export const emptyDraft: RefundDraft = { way: '', units: {}, shipping: false, amount: '', restock: '', reason: '' }

const linesOf = (draft: RefundDraft, left: LeftToRefund) =>
  draft.way === 'units' ? unitsIn(draft.units, left.lines.map(({ product_id }) => product_id)) : []

/** How many units leave the order. */
function leaving(draft: RefundDraft, left: LeftToRefund): { quantity: number; unsent: number } {
  const sum = { quantity: 0, unsent: 0 }
  const chosen = linesOf(draft, left)
  for (const line of left.lines) {
    const quantity = draft.way === 'all' ? line.quantity : (chosen.find(({ product_id }) => product_id === line.product_id)?.quantity ?? 0)
    sum.quantity += quantity
    // Those that are still in the house are given up first.
    sum.unsent += Math.min(quantity, line.unsent)
  }
  return sum
}

/** How much goes back, and whether that is known to the cent before the shop has said so. */
export function amountOf(draft: RefundDraft, left: LeftToRefund): { money: Money; exact: boolean } | null {
  const { currency } = left.amount
  const typed = readMoney(draft.amount, currency)
  if (draft.way === '') return null
  if (draft.way === 'all') return { money: left.amount, exact: true }
  if (typed !== null) return { money: typed, exact: true }
  if (draft.way === 'money') return null
  let amount = draft.shipping ? left.shipping.amount : 0
  let exact = true
  for (const { product_id, quantity } of linesOf(draft, left)) {
    const line = left.lines.find((one) => one.product_id === product_id)
    if (!line) continue
    amount += Math.round((line.worth.amount * quantity) / line.quantity)
    exact &&= quantity === line.quantity || line.worth.amount % line.quantity === 0
  }
  return amount === 0 ? null : { money: { amount, currency }, exact }
}

/** Whether units leave the order, so that it matters what becomes of them. */
export function asksForStock(draft: RefundDraft, left: LeftToRefund): boolean {
  return draft.way !== 'money' && leaving(draft, left).quantity > 0
}

/** What will happen, sentence by sentence. */
export function effectOf(draft: RefundDraft, left: LeftToRefund): string[] {
  const words = staffRefunds.form.effect
  const back = amountOf(draft, left)
  if (back === null) return []
  const { quantity, unsent } = leaving(draft, left)
  const money = formatMoney(back.money)
  const inHouse = left.lines.reduce((sum, line) => sum + line.unsent, 0)
  return [
    back.exact ? words.money(money) : words.about(money),
    ...(quantity === 0 ? [words.noUnits] : []),
    ...(unsent > 0 ? [words.unsent(unsent)] : []),
    ...(quantity > 0 && draft.restock === 'yes' ? [words.back(quantity)] : []),
    ...(quantity > 0 && draft.restock === 'no' ? [words.gone(quantity)] : []),
    ...(unsent > 0 && unsent === inHouse ? [words.ends] : []),
    words.mail,
  ]
}

export type RefundErrors = Record<string, string | undefined>

/** What can be seen without asking the shop. */
export function checkRefund(draft: RefundDraft, left: LeftToRefund): RefundErrors {
  const words = staffRefunds.form
  const inUnits = draft.way === 'units'
  const errors: RefundErrors = {
    way: draft.way === '' ? words.whatMissing : undefined,
    reason: draft.reason.trim() === '' ? words.reasonMissing : undefined,
    restock: asksForStock(draft, left) && draft.restock === '' ? words.restockMissing : undefined,
    amount: draft.way === 'all' || draft.way === '' ? undefined : oddAmount(draft, left),
  }
  if (!inUnits) return errors
  for (const { product_id, quantity } of left.lines) errors[unitsField(product_id)] = oddUnits(draft.units[unitsField(product_id)], quantity)
  const [first] = left.lines
  if (first && linesOf(draft, left).length === 0 && !draft.shipping) errors[unitsField(first.product_id)] ??= words.nothing
  return errors
}

function oddAmount({ way, amount }: RefundDraft, left: LeftToRefund): string | undefined {
  const words = staffRefunds.form
  if (amount.trim() === '') return way === 'money' ? words.amountMissing : undefined
  const money = readMoney(amount, left.amount.currency)
  if (money === null || money.amount === 0) return words.amountOdd
  return money.amount > left.amount.amount ? words.amountMany(formatMoney(left.amount)) : undefined
}

/** What the shop is asked for. */
export function refundOf(draft: RefundDraft, left: LeftToRefund): NewRefund {
  const amount = draft.way === 'all' ? null : readMoney(draft.amount, left.amount.currency)
  const inUnits = draft.way === 'units'
  return {
    reason: draft.reason.trim(),
    ...(inUnits && { lines: linesOf(draft, left), shipping: draft.shipping }),
    ...(amount !== null && { amount }),
    ...(asksForStock(draft, left) && { restock: draft.restock === 'yes' }),
  }
}
