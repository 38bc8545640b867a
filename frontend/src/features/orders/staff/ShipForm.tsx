import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { ApiProblem, asProblem } from '@/api/problem'
import type { NewShipment, Order, StaffOrder } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { focusFirstField } from '@/features/identity/Unfold'
import { newKey, readStored, writeStored } from '@/shared/stored'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Notice } from '@/shared/ui/Notice'
import { useForm } from '@/shared/use-form'
import { staffOrders } from '@/texts/en/staff-orders'
import { type LeftLine, leftOf } from './actions'
import { shipParcel, staffOrderQuery } from './queries'

interface ShipFormProps {
  order: Order
  onSent: (known: StaffOrder) => Promise<void>
  onCancel: () => void
}

/** The carrier of the last parcel: most parcels of a day travel with the same one. */
const storage = () => globalThis.localStorage
const lastCarrier = 'doorbuster.carrier'

const unitsField = (product: string) => `units ${product}`

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
      const units = Object.fromEntries(lines.map((line) => [unitsField(line.product_id), oddUnits(values[unitsField(line.product_id)] ?? '', stillHere(line.product_id))]))
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
        if (whole.code !== 'idempotency_mismatch') throw atTheirFields(whole, parcel)
        setCounted(true)
      }
    },
  })
  const around = useRef<HTMLDivElement>(null)
  const stay = now.reduce((sum, { product_id, left }) => sum + left - (Number(packing[product_id] ?? left) || 0), 0)

  return (
    <div ref={mountFocus(around)} className="mt-5 border-t border-line pt-5">
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
                most={left}
                left={stillHere(product_id)}
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

/** The first field has the focus once, when the form opens. */
function mountFocus(around: RefObject<HTMLDivElement | null>) {
  return (element: HTMLDivElement | null) => {
    if (element && around.current === null) focusFirstField(element)
    around.current ??= element
  }
}

interface UnitsRowProps {
  product: string
  name: string
  /** How many when the form was opened. */
  most: number
  /** How many are still here now. */
  left: number
  error: string | undefined
  onChange: (units: string) => void
}

function UnitsRow({ product, name, most, left, error, onChange }: UnitsRowProps) {
  const words = staffOrders.parcel
  const id = `units-${product}`
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2">
      <span className="min-w-0 flex-1 basis-40">{name}</span>
      <input
        id={id}
        name={unitsField(product)}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        defaultValue={most}
        aria-label={words.unitsOf(name)}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-left${error === undefined ? '' : ` ${id}-error`}`}
        className="figures min-h-10 w-20 rounded-control border border-line-strong bg-page px-3 text-right font-semibold hover:border-ink aria-invalid:border-2 aria-invalid:border-danger max-sm:min-h-11"
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-left`} className="figures w-28 text-sm text-ink-soft">
        {words.ofLeft(left)}
      </span>
      {error !== undefined && (
        <p id={`${id}-error`} className="w-full text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </li>
  )
}

function oddUnits(text: string, left: number): string | undefined {
  const words = staffOrders.parcel
  if (!/^\d{1,6}$/.test(text.trim())) return words.unitsOdd
  return Number(text) > left ? words.unitsMany(left) : undefined
}

function parcelOf(values: Record<string, string>, lines: readonly LeftLine[]): NewShipment {
  const units = lines.map(({ product_id }) => ({ product_id, quantity: Number(values[unitsField(product_id)]) }))
  const tracking = values.tracking_number?.trim() ?? ''
  return {
    carrier: values.carrier?.trim() ?? '',
    ...(tracking !== '' && { tracking_number: tracking }),
    lines: units.filter(({ quantity }) => quantity > 0),
  }
}

/** The shop counts the lines that were sent; here each has its product's field. */
function atTheirFields(problem: ApiProblem, parcel: NewShipment): ApiProblem {
  const errors = problem.facts.errors?.map((one) => {
    const place = /^\/lines\/(\d+)\//.exec(one.pointer)?.[1]
    const line = place === undefined ? undefined : parcel.lines?.[Number(place)]
    return line ? { ...one, pointer: `/${unitsField(line.product_id)}` } : one
  })
  return errors ? new ApiProblem(problem.code, problem.status, { ...problem.facts, errors }, problem.retryAfter) : problem
}
