import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answered, client } from '@/api/client'
import type { NewReturn, Order } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { newKey } from '@/shared/stored'
import { Area, Select } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { returns as words } from '@/texts/en/returns'
import { learnOrder } from './queries'

interface SendBackProps {
  order: Order
  onSent: () => void
  onCancel: () => void
}

/** Which units of which line, and why. The same wish keeps its key, so that asking again after a lost answer asks once. */
export function SendBack({ order, onSent, onCancel }: SendBackProps) {
  const queries = useQueryClient()
  const wish = useRef({ text: '', key: '' })
  const lines = order.lines.filter((line) => line.returnable > 0)
  const first = lines[0]?.product_id
  const chosen = (values: Record<string, string>) =>
    lines.map(({ product_id }) => ({ product_id, quantity: Number(values[product_id] ?? 0) })).filter(({ quantity }) => quantity > 0)

  const { form, errors, problem, sending, submit } = useForm<string>({
    fields: [...lines.map((line) => line.product_id), 'reason'],
    check: (values) => ({
      ...(first !== undefined && chosen(values).length === 0 && { [first]: words.nothing }),
      ...(values.reason?.trim() === '' && { reason: words.reasonMissing }),
    }),
    send: async (values, signal) => {
      const body: NewReturn = { lines: chosen(values), reason: values.reason?.trim() ?? '' }
      const text = JSON.stringify(body)
      if (wish.current.text !== text) wish.current = { text, key: newKey() }
      const params = { path: { id: order.id }, header: { 'Idempotency-Key': wish.current.key } }
      learnOrder(queries, answered(await client.POST('/api/v1/orders/{id}/returns', { params, body, signal })))
      onSent()
    },
  })

  return (
    <Form form={form} problem={problem} lost={words.lost} className="mt-4 flex max-w-xl flex-col gap-5" onSubmit={() => void submit()}>
      <fieldset className="flex flex-col gap-5">
        <legend className="mb-3 font-semibold">{words.legend}</legend>
        {lines.map((line) => (
          <Select
            key={line.product_id}
            label={words.units(line.name)}
            name={line.product_id}
            // A single unit is what the form was opened for.
            defaultValue={lines.length === 1 && line.returnable === 1 ? 1 : 0}
            error={errors[line.product_id]}
          >
            <option value={0}>{words.none}</option>
            {Array.from({ length: line.returnable }, (_, index) => (
              <option key={index} value={index + 1}>
                {index + 1}
              </option>
            ))}
          </Select>
        ))}
      </fieldset>
      <Area label={words.reason} name="reason" rows={3} maxLength={1000} hint={words.reasonHint} error={errors.reason} />
      <FormActions submit={sending ? words.sending : words.submit} sending={sending} cancel={words.cancel} onCancel={onCancel} />
    </Form>
  )
}
