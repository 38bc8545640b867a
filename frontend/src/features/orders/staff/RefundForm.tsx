import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { LeftToRefund, Order, RefundMade } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { formatMoney } from '@/shared/format'
import { newKey } from '@/shared/stored'
import { Choice, Choices } from '@/shared/ui/Choices'
import { Area, Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Notice } from '@/shared/ui/Notice'
import { useFirstFocus } from '@/shared/use-first-focus'
import { useForm } from '@/shared/use-form'
import { staffRefunds } from '@/texts/en/staff-refunds'
import { createRefund, orderRefundsQuery } from './queries'
import { amountOf, asksForStock, checkRefund, effectOf, emptyDraft, type RefundDraft, refundOf, ways } from './refunding'
import { UnitsRow } from './UnitsRow'
import { atTheirFields, unitsField } from './units'

interface RefundFormProps {
  order: Order
  left: LeftToRefund
  onMade: (made: RefundMade) => Promise<void>
  onCancel: () => void
}

/** Gives money back: what for, how much, what becomes of the units, and why. It says what will happen before it does. */
export function RefundForm({ order, left, onMade, onCancel }: RefundFormProps) {
  const words = staffRefunds.form
  const queries = useQueryClient()
  // One key for this form: however often an answer is lost, the money goes back once.
  const [key] = useState(newKey)
  const [counted, setCounted] = useState(false)
  const [draft, setDraft] = useState<RefundDraft>(() => ({ ...emptyDraft, units: Object.fromEntries(left.lines.map(({ product_id }) => [unitsField(product_id), '0'])) }))
  const change = (changes: Partial<RefundDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const around = useFirstFocus()
  const lines = left.lines.filter(({ quantity }) => quantity > 0)
  const { form, errors, problem, sending, submit } = useForm<string>({
    fields: ['way', 'amount', 'restock', 'reason', ...lines.map(({ product_id }) => unitsField(product_id))],
    check: () => checkRefund(draft, left),
    send: async (_, signal) => {
      setCounted(false)
      const wanted = refundOf(draft, left)
      try {
        await onMade(await createRefund(order.id, key, wanted, signal))
      } catch (error) {
        const whole = asProblem(error)
        if (whole.status >= 400) void queries.invalidateQueries({ queryKey: orderRefundsQuery(order.id).queryKey })
        if (whole.code !== 'idempotency_mismatch') throw atTheirFields(whole, wanted.lines ?? [])
        setCounted(true)
      }
    },
  })
  const back = amountOf(draft, left)
  const effect = effectOf(draft, left)
  const title = { all: words.all(formatMoney(left.amount)), units: words.units, money: words.money }
  const nameOf = (product: string) => order.lines.find(({ product_id }) => product_id === product)?.name ?? product

  return (
    <div ref={around} className="mt-4 border-l-4 border-line-strong bg-surface p-4 sm:p-5">
      <h3 className="font-bold">{words.title}</h3>
      <Form form={form} problem={problem} lost={words.lost} className="mt-3 flex max-w-2xl flex-col gap-5" onSubmit={() => void submit()}>
        <Choices legend={words.what} error={errors.way}>
          {ways.map((way) => (
            <Choice key={way} name="way" value={way} checked={draft.way === way} invalid={errors.way !== undefined} onChange={() => change({ way })}>
              {title[way]}
            </Choice>
          ))}
        </Choices>
        {draft.way === 'units' && (
          <div>
            <ul className="border-t border-line">
              {lines.map(({ product_id, quantity, unsent }) => (
                <UnitsRow
                  key={product_id}
                  product={product_id}
                  name={nameOf(product_id)}
                  units={0}
                  note={words.left(quantity, unsent)}
                  error={errors[unitsField(product_id)]}
                  onChange={(units) => setDraft((before) => ({ ...before, units: { ...before.units, [unitsField(product_id)]: units } }))}
                />
              ))}
            </ul>
            {left.shipping.amount > 0 && (
              <label className="mt-2 flex min-h-11 cursor-pointer items-center gap-3">
                <input type="checkbox" className="size-5 shrink-0 accent-(--ink)" checked={draft.shipping} onChange={(event) => change({ shipping: event.target.checked })} />
                {words.shipping(formatMoney(left.shipping))}
              </label>
            )}
          </div>
        )}
        {(draft.way === 'units' || draft.way === 'money') && (
          <div className="max-w-xs">
            <Field
              label={draft.way === 'money' ? words.amount : words.amountOther}
              name="amount"
              inputMode="decimal"
              autoComplete="off"
              value={draft.amount}
              hint={draft.way === 'money' ? staffRefunds.left(formatMoney(left.amount)) : words.amountHint}
              error={errors.amount}
              onChange={(event) => change({ amount: event.target.value })}
            />
          </div>
        )}
        {asksForStock(draft, left) && (
          <Choices legend={words.restock} error={errors.restock}>
            {(['yes', 'no'] as const).map((one) => (
              <Choice key={one} name="restock" value={one} checked={draft.restock === one} invalid={errors.restock !== undefined} onChange={() => change({ restock: one })}>
                {one === 'yes' ? words.restockYes : words.restockNo}
              </Choice>
            ))}
          </Choices>
        )}
        <Area label={words.reason} name="reason" rows={2} maxLength={500} value={draft.reason} hint={words.reasonHint} error={errors.reason} onChange={(event) => change({ reason: event.target.value })} />
        <div role="status" className="empty:hidden">
          {effect.length > 0 && (
            <>
              <p className="text-sm font-semibold">{words.effect.title}</p>
              <ul className="figures mt-1 list-disc pl-5 text-sm text-ink-soft">
                {effect.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div role="alert" className="empty:hidden">
          {counted && <Notice level={3} tone="bad" words={words.counted} />}
        </div>
        <FormActions submit={sending ? words.sending : back?.exact ? words.send(formatMoney(back.money)) : words.sendUnknown} sending={sending} cancel={words.cancel} onCancel={onCancel} />
      </Form>
    </div>
  )
}
