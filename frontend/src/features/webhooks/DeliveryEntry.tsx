import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'
import type { WebhookDelivery } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { SendingProblem } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { webhooks } from '@/texts/en/webhooks'
import { Attempts } from './Attempts'
import { replayDelivery, webhooksChanged } from './queries'

/** The event in a few words: what it is, and of which order. A newer shop may know types that this page does not. */
function about({ event }: WebhookDelivery): string {
  const names: Partial<Record<string, string>> = { ...webhooks.event, ping: webhooks.ping }
  const type = names[event.type] ?? event.type
  const { number } = event.data
  return webhooks.deliveries.what(type, typeof number === 'string' ? number : '')
}

interface DeliveryEntryProps {
  delivery: WebhookDelivery
  canSend: boolean
  /** Says what was sent. */
  onSent: (what: string) => void
}

/** One event on its way: where it stands, and, unfolded, every attempt and what was sent. */
export function DeliveryEntry({ delivery, canSend, onSent }: DeliveryEntryProps) {
  const words = webhooks.deliveries
  const queries = useQueryClient()
  const what = about(delivery)
  const { status, next_attempt_at, attempts } = delivery
  const last = attempts.at(-1)
  const replay = useMutation({
    mutationFn: () => replayDelivery(delivery.id),
    onSuccess: () => onSent(words.sent(what)),
    onSettled: () => webhooksChanged(queries),
  })
  const waits = status === 'pending' && next_attempt_at != null
  const action = status === 'pending' ? words.hurry : words.replay
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="figures font-semibold">
            {what} {delivery.replay && <span className="font-normal text-ink-soft">({words.replayed})</span>}
          </p>
          <p className="figures mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
            <Tag strong={status === 'given_up'}>{words.status[status]}</Tag>
            <time dateTime={delivery.created_at}>{formatMoment(delivery.created_at)}</time>
            {waits && <span>{words.next(formatMoment(next_attempt_at))}</span>}
            {status !== 'delivered' && (delivery.note ?? last?.error) != null && <span className="[overflow-wrap:anywhere]">{delivery.note ?? last?.error}</span>}
          </p>
        </div>
        {canSend && (status !== 'pending' || waits) && (
          <Button look="chip" busy={replay.isPending} aria-label={words.replayOf(action, what)} onClick={() => replay.mutate()}>
            {replay.isPending ? words.sending : action}
          </Button>
        )}
      </div>
      <div role="alert" className="mt-3 empty:hidden">
        {replay.error && <SendingProblem level={3} problem={asProblem(replay.error)} />}
      </div>
      <details className="mt-1">
        <summary className="inline-flex min-h-9 cursor-pointer items-center text-sm link max-lg:min-h-11" aria-label={words.details(what)}>
          {words.show}
        </summary>
        {attempts.length > 0 && <Attempts attempts={attempts} pending={status === 'pending'} />}
        <p className="mt-3 flex items-center gap-1 text-sm">
          <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{delivery.event.id}</code>
          <CopyButton value={delivery.event.id} what={words.eventId} />
        </p>
        <pre role="group" aria-label={words.message} className="mt-1 max-w-2xl bg-sunken p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
          {JSON.stringify(delivery.event, null, 2)}
        </pre>
      </details>
    </li>
  )
}
