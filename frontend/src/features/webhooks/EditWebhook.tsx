import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { Webhook } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { webhooks } from '@/texts/en/webhooks'
import { changeWebhook, type TaggedWebhook, webhookQuery, webhooksChanged } from './queries'
import { changeOf, check, fields } from './webhook-form'
import { WebhookFields } from './WebhookFields'

interface EditWebhookProps {
  /** As it was when the form was filled. */
  seen: Webhook
  etag: string
  onSaved: (known: TaggedWebhook) => void
  /** Somebody else was faster, and what they did is known now. */
  onStale: () => void
}

export function EditWebhook({ seen, etag, onSaved, onStale }: EditWebhookProps) {
  const words = webhooks.form
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check,
    send: async (values) => {
      const change = changeOf(seen, values)
      setSaid('')
      if (Object.keys(change).length === 0) {
        setSaid(words.nothing)
        return
      }
      const { queryKey } = webhookQuery(seen.id)
      try {
        const known = await changeWebhook(seen.id, etag, change)
        await queries.cancelQueries({ queryKey })
        queries.setQueryData(queryKey, known)
        onSaved(known)
        setSaid(words.saved)
        await webhooksChanged(queries)
      } catch (error) {
        if (asProblem(error).code !== 'precondition_failed') throw error
        await queries.refetchQueries({ queryKey })
        onStale()
      }
    },
  })
  return (
    <Form form={form} problem={problem} className="mt-4 flex max-w-xl flex-col gap-6" onSubmit={() => void submit()}>
      <WebhookFields initial={seen} errors={errors} />
      <Button type="submit" look="strong" busy={sending} className="w-full sm:w-auto sm:self-start">
        {sending ? words.saving : words.save}
      </Button>
      <p role="status" className="empty:hidden">
        {said}
      </p>
    </Form>
  )
}
