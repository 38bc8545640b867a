import { FormActions } from '@/features/identity/FormActions'
import { focusFirstField } from '@/features/identity/Unfold'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { staffReviews as words } from '@/texts/en/staff-reviews'

interface RejectFormProps {
  reject: (reason: string, signal: AbortSignal) => Promise<void>
  onCancel: () => void
}

/** Why a review is not published: its author reads it. */
export function RejectForm({ reject, onCancel }: RejectFormProps) {
  const { form, errors, problem, sending, submit } = useForm({
    fields: ['reason'],
    check: ({ reason }) => ({ reason: reason.trim() === '' ? words.reasonMissing : undefined }),
    send: ({ reason }, signal) => reject(reason.trim(), signal),
  })
  return (
    <div ref={focusFirstField}>
      <Form form={form} problem={problem} className="mt-4 flex max-w-xl flex-col gap-4" onSubmit={() => void submit()}>
        <Field label={words.reason} name="reason" maxLength={500} hint={words.reasonHint} error={errors.reason} />
        <FormActions submit={sending ? words.rejecting : words.confirmReject} sending={sending} cancel={words.cancel} onCancel={onCancel} />
      </Form>
    </div>
  )
}
