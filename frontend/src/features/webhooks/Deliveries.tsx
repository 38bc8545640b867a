import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Webhook, WebhookDeliveryStatus } from '@/api/types'
import { paths } from '@/shared/paths'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { PagedList } from '@/shared/ui/PagedList'
import { webhooks } from '@/texts/en/webhooks'
import { DeliveryEntry } from './DeliveryEntry'
import { deliveriesQuery } from './queries'

const statuses = Object.keys(webhooks.deliveries.status) as WebhookDeliveryStatus[]

/** What was sent to an endpoint, and what became of it. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const words = webhooks.deliveries
  const [search] = useSearchParams()
  const status = statuses.find((one) => one === search.get('status'))
  return (
    <section className="mt-12">
      <h2 className="text-xl font-bold tracking-tight">{words.heading}</h2>
      <p className="mt-1 text-sm text-ink-soft">{words.kept}</p>
      <FilterLinks
        label={words.filter}
        options={[undefined, ...statuses].map((one) => ({
          to: paths.staffWebhook(webhook.id, one),
          name: one === undefined ? words.all : words.status[one],
          current: one === status,
        }))}
      />
      <List key={status} webhook={webhook} status={status} />
    </section>
  )
}

function List({ webhook, status }: { webhook: Webhook; status: WebhookDeliveryStatus | undefined }) {
  const words = webhooks.deliveries
  const [said, setSaid] = useState('')
  return (
    <>
      <p role="status" className="mt-4 font-medium empty:hidden">
        {said}
      </p>
      <PagedList
        query={useInfiniteQuery(deliveriesQuery(webhook.id, status))}
        more={words.more}
        empty={<h3 className="mt-6 text-lg font-semibold">{status === undefined ? words.empty : words.emptyFiltered}</h3>}
      >
        {(deliveries) => (
          <ul className="mt-4 border-t border-line-strong">
            {deliveries.map((delivery) => (
              <DeliveryEntry key={delivery.id} delivery={delivery} canSend={webhook.enabled} onSent={setSaid} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}
