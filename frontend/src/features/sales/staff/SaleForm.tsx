import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { Sale } from '@/api/types'
import { formatCount } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { staff } from '@/texts/en/staff'
import { changeSale, learnSale, staffSaleQuery, type TaggedSale } from './queries'
import { changeOf, check, fields, valuesOf } from './sale-change'

interface SaleFormProps {
  /** As it was when the form was filled. */
  seen: Sale
  etag: string
  held: number
  onSaved: (known: TaggedSale) => void
  onStale: () => void
}

export function SaleForm({ seen, etag, held, onSaved, onStale }: SaleFormProps) {
  const words = staff.sale
  const queries = useQueryClient()
  const [note, setNote] = useState<string | null>(null)
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check,
    send: async (values) => {
      const change = changeOf(seen, values)
      setNote(null)
      if (Object.keys(change).length === 0) {
        setNote(words.nothing)
        return
      }
      try {
        const known = await changeSale(seen.id, etag, change)
        await learnSale(queries, known)
        onSaved(known)
      } catch (error) {
        if (asProblem(error).code !== 'precondition_failed') throw error
        await queries.refetchQueries({ queryKey: staffSaleQuery(seen.id).queryKey })
        onStale()
      }
    },
  })
  const before = valuesOf(seen)
  return (
    <Form form={form} problem={problem} className="mt-4 flex max-w-xl flex-col gap-6" onSubmit={() => void submit()}>
      <Field label={words.title} name="title" maxLength={200} defaultValue={before.title} error={errors.title} />
      <Field
        label={words.allocated}
        name="allocated"
        inputMode="numeric"
        defaultValue={before.allocated}
        hint={held > 0 ? words.allocatedHintHeld(formatCount(held)) : words.allocatedHint}
        error={errors.allocated}
      />
      <Field
        label={words.per_customer_limit}
        name="per_customer_limit"
        inputMode="numeric"
        defaultValue={before.per_customer_limit}
        hint={words.limitHint}
        error={errors.per_customer_limit}
      />
      <Field label={words.starts_at} name="starts_at" type="datetime-local" step={1} defaultValue={before.starts_at} hint={words.timeHint} error={errors.starts_at} />
      <Field label={words.ends_at} name="ends_at" type="datetime-local" step={1} defaultValue={before.ends_at} hint={words.timeHint} error={errors.ends_at} />
      <Button type="submit" look="strong" busy={sending} className="w-full sm:w-auto sm:self-start">
        {sending ? words.saving : words.save}
      </Button>
      <p role="status" className="empty:hidden">
        {note}
      </p>
    </Form>
  )
}
