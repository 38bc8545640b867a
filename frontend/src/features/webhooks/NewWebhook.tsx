import { useQueryClient } from '@tanstack/react-query'
import type { WebhookWithSecret } from '@/api/types'
import { FormActions } from '@/features/identity/FormActions'
import { focusFirstField } from '@/features/identity/Unfold'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { webhooks } from '@/texts/en/webhooks'
import { createWebhook, webhooksChanged } from './queries'
import { check, chosen, fields } from './webhook-form'
import { WebhookFields } from './WebhookFields'

interface NewWebhookProps {
  onMade: (made: WebhookWithSecret) => void
  onCancel: () => void
}

/** An endpoint that is not there yet. */
export function NewWebhook({ onMade, onCancel }: NewWebhookProps) {
  const words = webhooks.form
  const queries = useQueryClient()
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check,
    send: async (values, signal) => {
      const made = await createWebhook({ url: values.url.trim(), description: values.description.trim(), events: chosen(values) }, signal)
      onMade(made)
      await webhooksChanged(queries)
    },
  })
  return (
    <section ref={focusFirstField} className="mt-6 max-w-2xl border border-line-strong bg-surface p-5">
      <h2 className="mb-4 text-lg font-bold">{words.new}</h2>
      <Form form={form} problem={problem} onSubmit={() => void submit()}>
        <WebhookFields errors={errors} />
        <FormActions submit={sending ? words.creating : words.create} sending={sending} cancel={words.cancel} onCancel={onCancel} />
      </Form>
    </section>
  )
}
