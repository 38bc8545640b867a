import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { NewWebhook, Webhook, WebhookDelivery, WebhookUpdate } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'

const id = '3c1e1f30-0000-4000-8000-000000000001'
const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='

const aWebhook = (change: Partial<Webhook> = {}): Webhook => ({
  id,
  url: 'https://warehouse.example/hooks',
  description: 'The warehouse',
  events: ['order.paid', 'order.cancelled'],
  enabled: true,
  archived: false,
  failing_since: null,
  given_up_at: null,
  old_secret_until: null,
  created_at: '2026-11-30T10:00:00Z',
  version: 1,
  ...change,
})

const aDelivery = (change: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  id: '3c1e1f30-0000-4000-8000-00000000000d',
  webhook_id: id,
  event: { id: '3c1e1f30-0000-4000-8000-00000000000e', type: 'order.paid', created_at: '2026-11-30T11:00:00Z', data: { number: 'K3F9-2M7Q-XW4T' } },
  status: 'given_up',
  replay: false,
  next_attempt_at: null,
  note: null,
  attempts: [
    { number: 1, started_at: '2026-11-30T11:00:01Z', duration_ms: null, status_code: null, error: null },
    { number: 2, started_at: '2026-11-30T11:00:31Z', duration_ms: 48, status_code: 503, error: 'it answered 503' },
  ],
  created_at: '2026-11-30T11:00:00Z',
  ended_at: '2026-11-30T11:00:32Z',
  ...change,
})

/** A shop with these endpoints and deliveries, which keeps what it is asked for. */
function keep(state: { webhooks: Webhook[]; deliveries?: WebhookDelivery[] }) {
  const asked: unknown[] = []
  const one = () => state.webhooks[0] ?? aWebhook()
  const tagged = () => ({ headers: { ETag: `"${one().version}"` } })
  server.use(
    http.get(path('/webhooks'), () => answer('list_webhooks', { items: state.webhooks, next_cursor: null })),
    http.post(path('/webhooks'), async ({ request }) => {
      const body = (await request.json()) as NewWebhook
      asked.push(body)
      state.webhooks = [aWebhook({ ...body, description: body.description ?? '' })]
      return answer('create_webhook', { webhook: one(), secret }, { status: 201 })
    }),
    http.get(path('/webhooks/:id'), () => answer('get_webhook', one(), tagged())),
    http.patch(path('/webhooks/:id'), async ({ request }) => {
      const body = (await request.json()) as WebhookUpdate
      asked.push([request.headers.get('If-Match'), body])
      if (request.headers.get('If-Match') !== `"${one().version}"`) return problem(412, 'precondition_failed')
      state.webhooks = [{ ...one(), ...(body as Partial<Webhook>), version: one().version + 1 }]
      return answer('update_webhook', one(), tagged())
    }),
    http.post(path('/webhooks/:id/secret'), () => {
      asked.push('rotate')
      return answer('rotate_webhook_secret', { webhook: one(), secret })
    }),
    http.post(path('/webhooks/:id/test'), () => {
      asked.push('test')
      return HttpResponse.json(aDelivery(), { status: 202 })
    }),
    http.get(path('/webhooks/:id/deliveries'), ({ request }) => {
      const status = new URL(request.url).searchParams.get('status')
      const items = (state.deliveries ?? []).filter((delivery) => status === null || delivery.status === status)
      return answer('list_deliveries', { items, next_cursor: null })
    }),
    http.post(path('/webhooks/deliveries/:id/replay'), ({ params }) => {
      asked.push(['replay', params.id])
      return HttpResponse.json(aDelivery(), { status: 202 })
    }),
  )
  return { state, asked }
}

const at = (address: string) => renderAt(address, staffRoutes())

// What a router fetches on the way is here already: no test waits for it.
beforeAll(() => Promise.all([import('./WebhooksPage'), import('./WebhookPage')]), 60_000)
beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'admin' })))

describe('adding a webhook', () => {
  it('shows its secret once, to be copied', async () => {
    const user = userEvent.setup()
    const { asked } = keep({ webhooks: [] })
    at('/staff/webhooks')
    expect(await screen.findByRole('heading', { name: 'Nobody is told yet' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Add a webhook' }))
    const url = await screen.findByLabelText('Address')
    expect(url).toHaveFocus()
    await user.type(url, ' https://warehouse.example/hooks ')
    await user.click(screen.getByLabelText('Order paid'))
    await user.click(screen.getByLabelText('Order shipped'))
    await user.click(screen.getByRole('button', { name: 'Add the webhook' }))

    expect(await screen.findByRole('heading', { name: 'Copy the secret now' })).toHaveFocus()
    expect(screen.getByText(secret)).toBeVisible()
    expect(asked).toEqual([{ url: 'https://warehouse.example/hooks', description: '', events: ['order.paid', 'order.shipped'] }])
    await user.click(screen.getByRole('button', { name: 'Copy the secret' }))
    expect(await navigator.clipboard.readText()).toBe(secret)
    await user.click(screen.getByRole('button', { name: 'I have stored it' }))
    expect(screen.queryByText(secret)).toBeNull()
    expect(await screen.findByRole('link', { name: 'https://warehouse.example/hooks' })).toHaveAttribute('href', `/staff/webhooks/${id}`)
  })

  it('says what is missing, and what the shop refuses, at the fields', async () => {
    const { asked } = keep({ webhooks: [] })
    at('/staff/webhooks')
    await userEvent.click(await screen.findByRole('button', { name: 'Add a webhook' }))
    await userEvent.click(screen.getByRole('button', { name: 'Add the webhook' }))
    expect(await screen.findByText('Enter the address that events are sent to.')).toBeVisible()
    expect(screen.getByText('Choose at least one.')).toBeVisible()
    expect(screen.getByLabelText('Address')).toHaveFocus()
    expect(asked).toEqual([])

    const detail = 'leads to an address that is not public, and this shop sends to public ones only'
    server.use(http.post(path('/webhooks'), () => problem(422, 'validation', { errors: [{ pointer: '/url', detail }] })))
    await userEvent.type(screen.getByLabelText('Address'), 'https://10.0.0.1/')
    await userEvent.click(screen.getByLabelText('Order paid'))
    await userEvent.click(screen.getByRole('button', { name: 'Add the webhook' }))
    expect(await screen.findByText('Leads to an address that is not public, and this shop sends to public ones only.')).toBeVisible()
  })
})

describe('one webhook', () => {
  it('is changed, and only in what was changed', async () => {
    const { asked } = keep({ webhooks: [aWebhook()] })
    at(`/staff/webhooks/${id}`)
    await userEvent.click(await screen.findByLabelText('Order delivered'))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Saved. It counts from now on.')).toBeVisible()
    expect(asked).toEqual([['"1"', { events: ['order.paid', 'order.delivered', 'order.cancelled'] }]])
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('There is nothing to save: it is as it was.')).toBeVisible()
    expect(asked).toHaveLength(1)
  })

  it('shows both versions when somebody else was faster', async () => {
    const { state, asked } = keep({ webhooks: [aWebhook()] })
    at(`/staff/webhooks/${id}`)
    const field = await screen.findByLabelText('What it is for (optional)')
    state.webhooks = [aWebhook({ url: 'https://elsewhere.example/', version: 2 })]
    await userEvent.clear(field)
    await userEvent.type(field, 'Mine')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('heading', { name: 'Somebody else changed it' })).toBeVisible()
    const row = screen.getByRole('row', { name: /^Address/ })
    expect(within(row).getByText('https://warehouse.example/hooks')).toBeVisible()
    expect(within(row).getByText('https://elsewhere.example/')).toBeVisible()
    expect(asked).toEqual([['"1"', { description: 'Mine' }]])
  })

  it('is tested, switched off and archived', async () => {
    const { asked } = keep({ webhooks: [aWebhook({ failing_since: '2026-11-30T11:00:00Z' })] })
    at(`/staff/webhooks/${id}`)
    expect(await screen.findByText('Failing')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Send a test' }))
    expect(await screen.findByText('A test is on its way. Its outcome appears under Deliveries.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Switch off' }))
    expect(await screen.findByRole('button', { name: 'Switch on' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Send a test' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Archive' }))
    const dialog = await screen.findByRole('dialog', { name: 'Archive this webhook?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Archive' }))
    expect(await screen.findByRole('button', { name: 'Bring back' })).toBeVisible()
    expect(asked).toEqual(['test', ['"1"', { enabled: false }], ['"2"', { archived: true }]])
  })

  it('gets a new secret, shown once', async () => {
    const { asked } = keep({ webhooks: [aWebhook()] })
    at(`/staff/webhooks/${id}`)
    await userEvent.click(await screen.findByRole('button', { name: 'Make a new secret' }))
    const dialog = await screen.findByRole('dialog', { name: 'Make a new secret?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Make a new secret' }))
    expect(await screen.findByText(secret)).toBeVisible()
    expect(asked).toEqual(['rotate'])
  })
})

describe('deliveries', () => {
  it('tell every attempt, and are sent again', async () => {
    const { asked } = keep({ webhooks: [aWebhook()], deliveries: [aDelivery()] })
    at(`/staff/webhooks/${id}`)
    const entry = (await screen.findByText('Order paid: K3F9-2M7Q-XW4T')).closest('li') ?? document.body
    expect(within(entry).getByText('Given up')).toBeVisible()
    await userEvent.click(within(entry).getByText('Attempts and message'))
    expect(within(entry).getByRole('row', { name: /^1 .*The server stopped before it knew/ })).toBeVisible()
    expect(within(entry).getByRole('row', { name: /^2 .*it answered 503 48 ms/ })).toBeVisible()
    await userEvent.click(within(entry).getByRole('button', { name: 'Send again: Order paid: K3F9-2M7Q-XW4T' }))
    expect(await screen.findByText('Order paid: K3F9-2M7Q-XW4T is sent once more.')).toBeVisible()
    expect(asked).toEqual([['replay', aDelivery().id]])
  })

  it('are filtered by state, and what is being sent cannot be hurried', async () => {
    keep({ webhooks: [aWebhook()], deliveries: [aDelivery({ status: 'pending', ended_at: null })] })
    at(`/staff/webhooks/${id}?status=given_up`)
    expect(await screen.findByRole('heading', { name: 'None is in this state' })).toBeVisible()
    const filter = screen.getByRole('navigation', { name: 'Deliveries by state' })
    await userEvent.click(within(filter).getByRole('link', { name: 'On its way' }))
    expect(await screen.findByText('Order paid: K3F9-2M7Q-XW4T')).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Send/, description: '' })).not.toHaveAccessibleName(/Order paid/)
  })

  it('are not for the staff', async () => {
    session.signIn(tokensFor({ ...aUser, role: 'staff' }))
    keep({ webhooks: [aWebhook()] })
    server.use(http.get(path('/webhooks'), () => problem(403, 'forbidden')))
    at('/staff/webhooks')
    expect(await screen.findByRole('heading', { name: 'Your account may not do this' })).toBeVisible()
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Webhooks' })).toBeNull())
  })
})
