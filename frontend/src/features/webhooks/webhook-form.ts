import type { Webhook, WebhookEventType, WebhookUpdate } from '@/api/types'
import { webhooks } from '@/texts/en/webhooks'

export const eventTypes = Object.keys(webhooks.event) as WebhookEventType[]

/** Each type of event is a box of its own; `events` is where a message about all of them stands. */
export const fields = ['url', 'description', 'events', ...eventTypes] as const

type Values = Record<(typeof fields)[number], string>

export const chosen = (values: Values) => eventTypes.filter((type) => values[type] !== '')

export function check(values: Values): Partial<Values> {
  const words = webhooks.form
  return {
    ...(values.url.trim() === '' && { url: words.urlMissing }),
    ...(chosen(values).length === 0 && { events: words.eventsMissing }),
  }
}

/** What of it is not as it was. */
export function changeOf(seen: Webhook, values: Values): WebhookUpdate {
  const [url, description, events] = [values.url.trim(), values.description.trim(), chosen(values)]
  const sameEvents = events.length === seen.events.length && events.every((type) => seen.events.includes(type))
  return {
    ...(url !== seen.url && { url }),
    ...(description !== seen.description && { description }),
    ...(!sameEvents && { events }),
  }
}

export interface Difference {
  readonly name: string
  readonly before: string
  readonly now: string
}

const eventNames = (webhook: Webhook) => webhook.events.map((type) => webhooks.event[type]).join(', ')

/** What somebody else has changed, in words. */
export function differences(seen: Webhook, now: Webhook): Difference[] {
  const words = webhooks.form
  const all = [
    { name: words.url, before: seen.url, now: now.url },
    { name: words.description, before: seen.description, now: now.description },
    { name: words.events, before: eventNames(seen), now: eventNames(now) },
  ]
  return all.filter(({ before, now: after }) => before !== after)
}
