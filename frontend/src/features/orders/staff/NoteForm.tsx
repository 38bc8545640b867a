import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import { Area } from '@/shared/ui/Field'
import { Button } from '@/shared/ui/Button'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { staffOrders } from '@/texts/en/staff-orders'
import { learnStaffOrder, staffOrderQuery, writeNote } from './queries'

/** Something to remember about an order, under what happened to it. */
export function NoteForm({ orderId }: { orderId: string }) {
  const words = staffOrders.note
  const queries = useQueryClient()
  const [written, setWritten] = useState(0)
  const { form, errors, problem, sending, submit } = useForm({
    fields: ['text'],
    check: ({ text }) => ({ text: text.trim() === '' ? words.missing : undefined }),
    send: async ({ text }, signal) => {
      try {
        const known = await writeNote(orderId, text.trim(), signal)
        await learnStaffOrder(queries, known)
        form.current?.reset()
        setWritten((count) => count + 1)
      } catch (error) {
        // Whether a note without an answer was written is seen above.
        if (asProblem(error).isTransient) void queries.invalidateQueries({ queryKey: staffOrderQuery(orderId).queryKey })
        throw error
      }
    },
  })
  return (
    <Form form={form} problem={problem} lost={words.lost} className="mt-8 flex max-w-2xl flex-col gap-3" onSubmit={() => void submit()}>
      <Area label={words.label} name="text" rows={3} maxLength={2000} hint={words.hint} error={errors.text} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={sending}>
          {sending ? words.saving : words.save}
        </Button>
        <p role="status" className="font-medium text-positive empty:hidden">
          {written > 0 && !sending && !problem && staffOrders.order.done.noted}
        </p>
      </div>
    </Form>
  )
}
