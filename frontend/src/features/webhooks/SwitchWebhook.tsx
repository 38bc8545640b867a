import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { asProblem } from '@/api/problem'
import type { Webhook, WebhookUpdate } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { SendingProblem } from '@/shared/ui/Notice'
import { webhooks } from '@/texts/en/webhooks'
import { changeWebhook, rotateSecret, testWebhook, webhookQuery, webhooksChanged } from './queries'

interface SwitchWebhookProps {
  webhook: Webhook
  etag: string
  onSecret: (secret: string) => void
}

/** What can be done with an endpoint besides changing it. */
export function SwitchWebhook({ webhook, etag, onSecret }: SwitchWebhookProps) {
  const words = webhooks.act
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const archiving = useRef<HTMLDialogElement>(null)
  const rotating = useRef<HTMLDialogElement>(null)
  const { id, enabled, archived } = webhook

  const change = useMutation({
    mutationFn: (body: WebhookUpdate) => changeWebhook(id, etag, body),
    onSuccess: async (known) => {
      const { queryKey } = webhookQuery(id)
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(queryKey, known)
      archiving.current?.close()
    },
    onSettled: () => webhooksChanged(queries),
  })
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: () => setSaid(words.tested),
    onSettled: () => webhooksChanged(queries),
  })
  const rotate = useMutation({
    mutationFn: () => rotateSecret(id),
    onSuccess: ({ secret }) => {
      rotating.current?.close()
      onSecret(secret)
    },
    onSettled: () => webhooksChanged(queries),
  })
  const error = test.error ?? (change.variables?.archived === true ? null : change.error)

  return (
    <section className="mt-8">
      <h2 className="text-xl font-bold tracking-tight">{words.heading}</h2>
      <div className="mt-4 flex flex-wrap gap-3">
        {enabled && (
          <Button look="strong" busy={test.isPending} onClick={() => test.mutate()}>
            {test.isPending ? words.testing : words.test}
          </Button>
        )}
        {!archived && (
          <Button busy={change.isPending} onClick={() => change.mutate({ enabled: !enabled })}>
            {change.isPending ? words.working : enabled ? words.off : words.on}
          </Button>
        )}
        {!archived && <Button onClick={() => rotating.current?.showModal()}>{words.rotate}</Button>}
        {archived ? (
          <Button busy={change.isPending} onClick={() => change.mutate({ archived: false })}>
            {words.restore}
          </Button>
        ) : (
          <Button look="danger" onClick={() => archiving.current?.showModal()}>
            {words.archive}
          </Button>
        )}
      </div>
      {enabled && <p className="mt-3 text-sm text-ink-soft">{words.offNote}</p>}
      <p role="status" className="mt-3 font-medium empty:hidden">
        {said}
      </p>
      <div role="alert" className="mt-3 empty:hidden">
        {error && <SendingProblem level={3} problem={asProblem(error)} />}
      </div>
      <ConfirmDialog
        ref={archiving}
        title={words.archiveTitle}
        body={words.archiveBody(webhook.url)}
        keep={words.archiveKeep}
        confirm={change.isPending ? words.working : words.archive}
        busy={change.isPending}
        error={change.variables?.archived === true ? change.error : null}
        onKeep={() => archiving.current?.close()}
        onConfirm={() => change.mutate({ archived: true })}
        onClose={() => change.reset()}
      />
      <ConfirmDialog
        ref={rotating}
        title={words.rotateTitle}
        body={words.rotateBody}
        keep={words.rotateKeep}
        confirm={rotate.isPending ? words.working : words.rotate}
        danger={false}
        busy={rotate.isPending}
        error={rotate.error}
        onKeep={() => rotating.current?.close()}
        onConfirm={() => rotate.mutate()}
        onClose={() => rotate.reset()}
      />
    </section>
  )
}
