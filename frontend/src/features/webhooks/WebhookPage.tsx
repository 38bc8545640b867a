import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { BothVersions } from '@/shared/ui/BothVersions'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { Fact } from '@/shared/ui/Fact'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { texts } from '@/texts/en'
import { webhooks } from '@/texts/en/webhooks'
import { Deliveries } from './Deliveries'
import { EditWebhook } from './EditWebhook'
import { type TaggedWebhook, webhookQuery } from './queries'
import { SecretNotice } from './SecretNotice'
import { stateOf } from './state'
import { SwitchWebhook } from './SwitchWebhook'
import { differences } from './webhook-form'

export function Component() {
  const { id = '' } = useParams()
  return <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(webhookQuery(id))
  if (data) return <Page now={data} stale={error !== null} />
  const gone = asProblem(error).status === 404
  return (
    <StaffPage title={webhooks.title} back={{ to: paths.staffWebhooks(), name: webhooks.back }}>
      {error === null ? (
        <ListWaiting />
      ) : (
        <div className="mt-6 max-w-2xl">
          <ProblemNotice error={error}>
            {gone ? (
              <ButtonLink to={paths.staffWebhooks()}>{webhooks.back}</ButtonLink>
            ) : (
              <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
            )}
          </ProblemNotice>
        </div>
      )}
    </StaffPage>
  )
}

/** Health and log are always the latest; the form keeps what was seen, so that nobody overwrites what they have not. */
function Page({ now, stale }: { now: TaggedWebhook; stale: boolean }) {
  const { webhook } = now
  const [seen, setSeen] = useState(now)
  const [round, setRound] = useState(0)
  const [refused, setRefused] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const heading = useFocusOnChange<HTMLHeadingElement>(round)
  const versions = useFocusOnChange<HTMLHeadingElement>(refused)
  // What was switched or rotated here, or by itself, leaves what the form is about as it was.
  const etag = differences(seen.webhook, webhook).length === 0 ? now.etag : seen.etag

  function take(known: TaggedWebhook) {
    setSeen(known)
    setRound((count) => count + 1)
    setRefused(false)
  }

  return (
    <StaffPage title={webhook.description || webhook.url} lead={webhook.description ? webhook.url : undefined} back={{ to: paths.staffWebhooks(), name: webhooks.back }}>
      {secret !== null && <SecretNotice secret={secret} onStored={() => setSecret(null)} />}
      <div className="grid gap-x-16 gap-y-10 pt-6 lg:grid-cols-[minmax(0,1.5fr)_minmax(20rem,1fr)]">
        <div className="lg:order-2">
          <Facts now={now} />
          {stale && <p className="mt-3 text-sm text-ink-soft">{texts.common.stale}</p>}
          <SwitchWebhook webhook={webhook} etag={now.etag} onSecret={setSecret} />
        </div>
        <div className="min-w-0">
          <h2 ref={heading} tabIndex={-1} className="text-xl font-bold tracking-tight">
            {webhooks.edit}
          </h2>
          <div role="alert" className="mt-4 max-w-xl empty:hidden">
            {refused && <BothVersions words={webhooks.changed} headingRef={versions} differences={differences(seen.webhook, webhook)} onTake={() => take(now)} />}
          </div>
          <EditWebhook key={round} seen={seen.webhook} etag={etag} onSaved={setSeen} onStale={() => setRefused(true)} />
        </div>
      </div>
      <Deliveries webhook={webhook} />
    </StaffPage>
  )
}

function Facts({ now: { webhook } }: { now: TaggedWebhook }) {
  const words = webhooks.fact
  return (
    <>
      <h2 className="text-xl font-bold tracking-tight">{webhooks.now}</h2>
      <dl className="figures mt-3 border-t border-line-strong">
        <Fact name={words.state}>
          <Tag strong={stateOf(webhook) === 'on'}>{webhooks.state[stateOf(webhook)]}</Tag>
        </Fact>
        {webhook.failing_since != null && <Fact name={words.since}>{formatMoment(webhook.failing_since)}</Fact>}
        {webhook.given_up_at != null && <Fact name={words.givenUp}>{formatMoment(webhook.given_up_at)}</Fact>}
        {webhook.old_secret_until != null && <Fact name={words.oldSecret}>{formatMoment(webhook.old_secret_until)}</Fact>}
        <Fact name={words.id}>
          <span className="flex items-center justify-end gap-1">
            <code className="font-mono text-xs [overflow-wrap:anywhere]">{webhook.id}</code>
            <CopyButton small value={webhook.id} what={words.idWhat} />
          </span>
        </Fact>
      </dl>
    </>
  )
}
