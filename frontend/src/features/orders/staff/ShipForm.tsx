import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { NewShipment, Order, StaffOrder } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { newKey, readStored, writeStored } from '@/shared/stored'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Notice } from '@/shared/ui/Notice'
import { useFirstFocus } from '@/shared/use-first-focus'
import { useForm } from '@/shared/use-form'
import { staffOrders } from '@/texts/en/staff-orders'
import { type LeftLine, leftOf } from './actions'
import { shipParcel, staffOrderQuery } from './queries'
import { UnitsRow } from './UnitsRow'
import { atTheirFields, oddUnits, unitsField, unitsIn } from './units'

interface ShipFormProps {
  order: Order
  onSent: (known: StaffOrder) => Promise<void>
  onCancel: () => void
}

/** The carrier of the last parcel: most parcels of a day travel with the same one. */
const storage = () => globalThis.localStorage
const lastCarrier = 'doorbuster.carrier'

/** One parcel: who carries it, its number, and what is in it. All that is still here, unless somebody says less. */
export function ShipForm({ order, onSent, onCancel }: ShipFormProps) {
  const words = staffOrders.parcel
  const queries = useQueryClient()
  // One key for this form: however often an answer is lost, it stays one parcel.
  const [key] = useState(newKey)
  const [counted, setCounted] = useState(false)
  const [packing, setPacking] = useState<Record<string, string>>({})
  // As it was when the form was opened: what was typed has its place, also when somebody else was faster.
  const [lines] = useState(() => leftOf(order))
  const now = leftOf(order)
  const stillHere = (product: string) => now.find(({ product_id }) => product_id === product)?.left ?? 0
  const { form, errors, problem, sending, submit } = useForm({
    fields: ['carrier', 'tracking_number', ...lines.map(({ product_id }) => unitsField(product_id))],
    check: (values) => {
      const units = Object.fromEntries(lines.map((line) => [unitsField(line.product_id), oddUnits(values[unitsField(line.product_id)], stillHere(line.product_id))]))
      const [first] = lines
      const none = lines.every(({ product_id }) => Number(values[unitsField(product_id)]) === 0)
      return {
        carrier: values.carrier?.trim() === '' ? words.carrierMissing : undefined,
        ...units,
        ...(none && first && { [unitsField(first.product_id)]: words.nothing }),
      }
    },
    send: async (values, signal) => {
      setCounted(false)
      const parcel = parcelOf(values, lines)
      try {
        const known = await shipParcel(order.id, key, parcel, signal)
        writeStored(storage, lastCarrier, parcel.carrier)
        await onSent(known)
      } catch (error) {
        const whole = asProblem(error)
        if (whole.status >= 400) void queries.invalidateQueries({ queryKey: staffOrderQuery(order.id).queryKey })
        if (whole.code !== 'idempotency_mismatch') throw atTheirFields(whole, parcel.lines ?? [])
        setCounted(true)
      }
    },
  })
  const around = useFirstFocus()
  const stay = now.reduce((sum, { product_id, left }) => sum + left - (Number(packing[product_id] ?? left) || 0), 0)

  return (
    <div ref={around} className="mt-5 border-t border-line pt-5">
      <h3 className="font-bold">{words.title}</h3>
      <Form form={form} problem={problem} lost={words.lost} className="mt-4 flex max-w-2xl flex-col gap-5" onSubmit={() => void submit()}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={words.carrier} name="carrier" maxLength={60} autoComplete="off" defaultValue={readStored(storage, lastCarrier) ?? ''} error={errors.carrier} />
          <Field label={words.tracking} name="tracking_number" maxLength={100} autoComplete="off" spellCheck={false} error={errors.tracking_number} />
        </div>
        <fieldset>
          <legend className="font-semibold">{words.contents}</legend>
          <ul className="mt-2 border-t border-line">
            {lines.map(({ product_id, name, left }) => (
              <UnitsRow
                key={product_id}
                product={product_id}
                name={name}
                units={left}
                note={words.ofLeft(stillHere(product_id))}
                error={errors[unitsField(product_id)]}
                onChange={(units) => setPacking((before) => ({ ...before, [product_id]: units }))}
              />
            ))}
          </ul>
          <p role="status" className="mt-2 text-sm text-ink-soft">
            {stay > 0 ? words.rest(stay) : stay === 0 ? words.everything : ''}
          </p>
        </fieldset>
        <div role="alert" className="empty:hidden">
          {counted && <Notice level={3} tone="bad" words={words.counted} />}
        </div>
        <FormActions submit={sending ? words.sending : words.send} sending={sending} cancel={words.cancel} onCancel={onCancel} />
      </Form>
    </div>
  )
}

function parcelOf(values: Record<string, string>, lines: readonly LeftLine[]): NewShipment {
  const tracking = values.tracking_number?.trim() ?? ''
  return {
    carrier: values.carrier?.trim() ?? '',
    ...(tracking !== '' && { tracking_number: tracking }),
    lines: unitsIn(values, lines.map(({ product_id }) => product_id)),
  }
}
