import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiProblem, asProblem } from '@/api/problem'
import type { Product, StockMovement, StockReason } from '@/api/types'
import { formatClock, formatCount } from '@/shared/format'
import { newKey } from '@/shared/stored'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { Choices } from '../editing/Choices'
import { moveStock, staffProductQuery } from './queries'
import { reasons, unitsOf } from './stock'

/** How many there are, and how that changes: stock is never set, only moved, and every move says why. */
export function StockPanel({ product }: { product: Product }) {
  const words = staffCatalogue.product.stock
  const queries = useQueryClient()
  const [reason, setReason] = useState<StockReason>('received')
  const [typed, setTyped] = useState({ units: '', note: '' })
  const [movements, setMovements] = useState<readonly StockMovement[]>([])
  const key = useRef<{ key: string; for: string } | null>(null)
  const { stock } = product
  const units = unitsOf(reason, typed.units, stock)

  const { form, errors, problem, sending, submit } = useForm({
    fields: ['units', 'note'] as const,
    check: () => ({ ...(units === null && { units: words.unitsOdd }), ...(units === 0 && { units: reason === 'counted' ? words.agrees : words.unitsOdd }) }),
    send: async (_, signal) => {
      const note = typed.note.trim()
      const body = { units: units ?? 0, reason, ...(note !== '' && { note }) }
      // What is sent again unchanged, because its answer was lost, counts once.
      const said = JSON.stringify(body)
      if (key.current?.for !== said) key.current = { key: newKey(), for: said }
      try {
        const movement = await moveStock(product, body, key.current.key, signal)
        key.current = null
        setMovements((before) => [movement, ...before])
        setTyped({ units: '', note: '' })
        queries.setQueryData(staffProductQuery(product.slug).queryKey, (before) => before && { ...before, stock: movement.stock })
        for (const queryKey of [['staff', 'products'], ['products']]) void queries.invalidateQueries({ queryKey })
      } catch (error) {
        const problem = asProblem(error)
        if (problem.code !== 'insufficient_stock') throw error
        void queries.invalidateQueries({ queryKey: staffProductQuery(product.slug).queryKey })
        // The words of the code are for whoever shops.
        throw new ApiProblem('validation', 422, { errors: [{ pointer: '/units', detail: words.tooFew }] })
      }
    },
  })
  const [latest] = movements
  return (
    <section className="@container">
      <h2 className="font-bold">{words.heading}</h2>
      <p className="figures mt-1">
        <span className="text-2xl font-extrabold tracking-tight">{formatCount(stock)}</span> <span className="text-ink-soft">{words.units(stock)}</span>
      </p>
      <p className="mt-1 text-sm text-ink-soft">{words.hint}</p>
      <Form form={form} problem={problem} className="mt-4 flex flex-col gap-4" onSubmit={() => void submit()}>
        <Choices legend={words.reason} name="reason" options={reasons.map((value) => ({ value, ...words.reasons[value] }))} value={reason} onChoose={setReason} />
        <Field
          label={words.unitsLabel[reason]}
          name="units"
          inputMode="numeric"
          autoComplete="off"
          value={typed.units}
          hint={units === null || units === 0 ? undefined : words.becomes(units, stock + units)}
          error={errors.units}
          onChange={(event) => setTyped({ ...typed, units: event.target.value })}
        />
        <Field label={words.note} name="note" maxLength={500} autoComplete="off" value={typed.note} error={errors.note} onChange={(event) => setTyped({ ...typed, note: event.target.value })} />
        <Button type="submit" busy={sending} className="self-start">
          {sending ? editing.saving : words.move[reason]}
        </Button>
      </Form>
      <p role="status" className="mt-3 font-medium text-positive empty:hidden">
        {latest && words.done(latest.units, latest.stock)}
      </p>
      {movements.length > 0 && (
        <>
          <h3 className="mt-4 text-sm font-semibold">{words.since}</h3>
          <ol className="figures mt-1 border-t border-line text-sm">
            {movements.map(({ id, units: count, reason: why, note, at }) => (
              <li key={id} className="flex justify-between gap-4 border-b border-line py-1.5">
                <span className="min-w-0">
                  {words.reasons[why].title}
                  {note != null && <span className="block text-ink-soft">{note}</span>}
                </span>
                <span className="text-right whitespace-nowrap">
                  {words.signed(count)} <span className="text-ink-soft">{formatClock(at)}</span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
