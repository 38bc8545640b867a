import type { NewReview } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { Area, Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { reviews } from '@/texts/en/reviews'
import { StarsField } from './StarsField'

type Said = Required<Pick<NewReview, 'stars' | 'title' | 'text'>>

interface ReviewFormProps {
  initial?: Said
  note?: string
  submitLabel: string
  sendingLabel: string
  /** Asks the shop, and shows what became of it. */
  save: (said: Said, signal: AbortSignal) => Promise<void>
  onCancel: () => void
}

const fields = ['stars', 'title', 'text'] as const

export function ReviewForm({ initial, note, submitLabel, sendingLabel, save, onCancel }: ReviewFormProps) {
  const words = reviews.form
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ stars }) => ({ stars: stars === '' ? words.starsMissing : undefined }),
    send: ({ stars, title, text }, signal) => save({ stars: Number(stars), title: title.trim(), text: text.trim() }, signal),
  })
  return (
    <Form form={form} problem={problem} lost={words.lost} className="mt-4 flex max-w-xl flex-col gap-5" onSubmit={() => void submit()}>
      <StarsField initial={initial?.stars ?? 0} error={errors.stars} />
      <Field label={words.title} name="title" maxLength={150} defaultValue={initial?.title} error={errors.title} />
      <Area label={words.text} name="text" rows={5} maxLength={5000} defaultValue={initial?.text} hint={words.textHint} error={errors.text} />
      {note !== undefined && <p className="text-sm text-ink-soft">{note}</p>}
      <FormActions submit={sending ? sendingLabel : submitLabel} sending={sending} cancel={words.cancel} onCancel={onCancel} />
    </Form>
  )
}
