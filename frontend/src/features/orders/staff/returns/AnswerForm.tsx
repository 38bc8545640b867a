import { useQueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'
import type { StaffReturn } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { Area } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useFirstFocus } from '@/shared/use-first-focus'
import { useForm } from '@/shared/use-form'
import { staffReturns } from '@/texts/en/staff-returns'
import { approveReturn, rejectReturn, returnsMoved } from './queries'

interface AnswerFormProps {
  known: StaffReturn
  step: 'approve' | 'reject'
  onAnswered: () => void
  onCancel: () => void
}

/** Yes or no, in words that the customer reads. A no has to say why. */
export function AnswerForm({ known: { return: about, of }, step, onAnswered, onCancel }: AnswerFormProps) {
  const words = staffReturns[step]
  const queries = useQueryClient()
  const around = useFirstFocus()
  const { form, errors, problem, sending, submit } = useForm({
    fields: ['answer'],
    check: ({ answer }) => ({ answer: step === 'reject' && answer.trim() === '' ? staffReturns.reject.missing : undefined }),
    send: async ({ answer }, signal) => {
      try {
        await (step === 'approve' ? approveReturn : rejectReturn)(about.id, answer.trim(), signal)
      } catch (error) {
        // Its customer may have withdrawn it: the order's page knows.
        if (asProblem(error).status === 409) void returnsMoved(queries, of.order.id)
        throw error
      }
      onAnswered()
      await returnsMoved(queries, of.order.id)
    },
  })
  return (
    <div ref={around}>
      <Form form={form} problem={problem} className="flex max-w-2xl flex-col gap-4" onSubmit={() => void submit()}>
        <Area label={words.label} name="answer" rows={3} maxLength={1000} defaultValue={about.answer ?? ''} hint={words.hint} error={errors.answer} />
        <FormActions submit={sending ? words.sending : words.send} sending={sending} cancel={staffReturns.cancel} onCancel={onCancel} />
      </Form>
    </div>
  )
}
