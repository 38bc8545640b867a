import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { LeftToRefund, StaffReturn } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { formatMoney } from '@/shared/format'
import { newKey } from '@/shared/stored'
import { Button } from '@/shared/ui/Button'
import { Choice, Choices } from '@/shared/ui/Choices'
import { Area, Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import { useFirstFocus } from '@/shared/use-first-focus'
import { useForm } from '@/shared/use-form'
import { texts } from '@/texts/en'
import { staffRefunds } from '@/texts/en/staff-refunds'
import { staffReturns } from '@/texts/en/staff-returns'
import { orderRefundsQuery } from '../queries'
import { amountOf, type RefundDraft } from '../refunding'
import { UnitsRow } from '../UnitsRow'
import { atTheirFields, unitsField } from '../units'
import { arrivalOf, checkArrival, effectOfArrival, firstArrival } from './arrival'
import { receiveReturn, returnsMoved } from './queries'

interface ReceiveFormProps {
  known: StaffReturn
  onReceived: () => void
  onCancel: () => void
}

/** What goes back depends on what was paid: that is looked up first. */
export function ReceiveForm(props: ReceiveFormProps) {
  const { data, error, refetch } = useQuery(orderRefundsQuery(props.known.of.order.id))
  if (data?.left != null) return <FilledForm {...props} left={data.left} />
  if (!error) return <div className="skeleton h-48 max-w-2xl" />
  return (
    <ProblemNotice error={error} level={3}>
      <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
    </ProblemNotice>
  )
}

/** What was in the parcel, what is paid for it, and what becomes of the units: one step, once. */
function FilledForm({ known, left, onReceived, onCancel }: ReceiveFormProps & { left: LeftToRefund }) {
  const words = staffReturns.receive
  const { return: about, of } = known
  const queries = useQueryClient()
  const [key] = useState(newKey)
  const [counted, setCounted] = useState(false)
  const [draft, setDraft] = useState<RefundDraft>(() => firstArrival(about))
  const change = (changes: Partial<RefundDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const around = useFirstFocus()
  const { form, errors, problem, sending, submit } = useForm<string>({
    fields: ['amount', 'restock', 'answer', ...about.lines.map(({ product_id }) => unitsField(product_id))],
    check: () => checkArrival(draft, about, left),
    send: async (_, signal) => {
      setCounted(false)
      const arrival = arrivalOf(draft, left)
      try {
        await receiveReturn(about.id, key, arrival, signal)
      } catch (error) {
        const whole = asProblem(error)
        if (whole.status === 409) void returnsMoved(queries, of.order.id)
        if (whole.code !== 'idempotency_mismatch') throw atTheirFields(whole, arrival.lines ?? [])
        setCounted(true)
        return
      }
      onReceived()
      await returnsMoved(queries, of.order.id)
    },
  })
  const nameOf = (product: string) => of.order.lines.find(({ product_id }) => product_id === product)?.name ?? product
  const back = amountOf(draft, left)
  const submitWords = back === null ? words.sendUnknown : back.money.amount === 0 ? words.sendNothing : back.exact ? words.send(formatMoney(back.money)) : words.sendUnknown

  return (
    <div ref={around} className="border-l-4 border-line-strong bg-surface p-4 sm:p-5">
      <Form form={form} problem={problem} lost={words.lost} className="flex max-w-2xl flex-col gap-5" onSubmit={() => void submit()}>
        <fieldset>
          <legend className="font-semibold">{words.what}</legend>
          <ul className="mt-2 border-t border-line">
            {about.lines.map(({ product_id, quantity }) => (
              <UnitsRow
                key={product_id}
                product={product_id}
                name={nameOf(product_id)}
                units={quantity}
                note={words.of(quantity)}
                error={errors[unitsField(product_id)]}
                onChange={(units) => setDraft((before) => ({ ...before, units: { ...before.units, [unitsField(product_id)]: units } }))}
              />
            ))}
          </ul>
          {left.shipping.amount > 0 && (
            <label className="mt-2 flex min-h-11 cursor-pointer items-center gap-3">
              <input type="checkbox" className="size-5 shrink-0 accent-(--ink)" checked={draft.shipping} onChange={(event) => change({ shipping: event.target.checked })} />
              {staffRefunds.form.shipping(formatMoney(left.shipping))}
            </label>
          )}
        </fieldset>
        <div className="max-w-xs">
          <Field label={words.amount} name="amount" inputMode="decimal" autoComplete="off" value={draft.amount} hint={words.amountHint} error={errors.amount} onChange={(event) => change({ amount: event.target.value })} />
        </div>
        <Choices legend={staffRefunds.form.restock} error={errors.restock}>
          {(['yes', 'no'] as const).map((one) => (
            <Choice key={one} name="restock" value={one} checked={draft.restock === one} invalid={errors.restock !== undefined} onChange={() => change({ restock: one })}>
              {one === 'yes' ? staffRefunds.form.restockYes : staffRefunds.form.restockNo}
            </Choice>
          ))}
        </Choices>
        <Area label={words.label} name="answer" rows={2} maxLength={1000} value={draft.reason} hint={words.hint} error={errors.answer} onChange={(event) => change({ reason: event.target.value })} />
        <div role="status">
          <p className="text-sm font-semibold">{staffRefunds.form.effect.title}</p>
          <ul className="figures mt-1 list-disc pl-5 text-sm text-ink-soft">
            {effectOfArrival(draft, left).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
        <div role="alert" className="empty:hidden">
          {counted && <Notice level={3} tone="bad" words={words.counted} />}
        </div>
        <FormActions submit={sending ? words.sending : submitWords} sending={sending} cancel={staffReturns.cancel} onCancel={onCancel} />
      </Form>
    </div>
  )
}
