import type { LeftToRefund, Return, ReturnArrival } from '@/api/types'
import { readMoney } from '@/features/catalogue/staff/editing/amounts'
import { formatMoney } from '@/shared/format'
import { staffRefunds } from '@/texts/en/staff-refunds'
import { staffReturns } from '@/texts/en/staff-returns'
import { amountOf, effectOf, emptyDraft, type RefundDraft, type RefundErrors } from '../refunding'
import { oddUnits, unitsField, unitsIn } from '../units'

/** Everything has come back, until somebody says less. A return is a refund of units; its reason is the answer in words. */
export function firstArrival({ lines }: Return): RefundDraft {
  return { ...emptyDraft, way: 'units', units: Object.fromEntries(lines.map(({ product_id, quantity }) => [unitsField(product_id), String(quantity)])) }
}

/** What will happen. Here it may be that no money goes back. */
export function effectOfArrival(draft: RefundDraft, left: LeftToRefund): string[] {
  const [money, ...others] = effectOf(draft, left)
  if (money === undefined) return []
  return amountOf(draft, left)?.money.amount === 0 ? [staffReturns.receive.noMoney, ...others.slice(0, -1)] : [money, ...others]
}

/** What can be seen without asking the shop. */
export function checkArrival(draft: RefundDraft, { lines }: Return, left: LeftToRefund): RefundErrors {
  const errors: RefundErrors = {
    restock: draft.restock === '' ? staffRefunds.form.restockMissing : undefined,
    amount: oddAmount(draft.amount, left),
  }
  for (const { product_id, quantity } of lines) errors[unitsField(product_id)] = oddUnits(draft.units[unitsField(product_id)], quantity)
  const [first] = lines
  if (first && arrivalOf(draft, left).lines?.length === 0) errors[unitsField(first.product_id)] ??= staffReturns.receive.nothing
  return errors
}

function oddAmount(text: string, left: LeftToRefund): string | undefined {
  if (text.trim() === '') return undefined
  const money = readMoney(text, left.amount.currency)
  if (money === null) return staffRefunds.form.amountOdd
  return money.amount > left.amount.amount ? staffRefunds.form.amountMany(formatMoney(left.amount)) : undefined
}

/** What the shop is told. */
export function arrivalOf(draft: RefundDraft, left: LeftToRefund): ReturnArrival {
  const amount = readMoney(draft.amount, left.amount.currency)
  const answer = draft.reason.trim()
  return {
    lines: unitsIn(draft.units, left.lines.map(({ product_id }) => product_id)),
    shipping: draft.shipping,
    restock: draft.restock === 'yes',
    ...(amount !== null && { amount }),
    ...(answer !== '' && { answer }),
  }
}
