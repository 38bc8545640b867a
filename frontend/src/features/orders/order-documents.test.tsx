import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { Invoice, Order, TimelineEntry } from '@/api/types'
import { aUser, aCreditNote, anOrder, aRefund, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { OrderDocuments } from './OrderDocuments'

const paidAt: TimelineEntry = { status: 'paid', at: inSeconds(0), actor: 'system', note: null }
const paid = anOrder({ status: 'paid', timeline: [...anOrder().timeline, paidAt] })
const refunded = { ...paid, refunds: [aRefund()] }

/** Shows the documents of an order, in a browser that opens `tab` for each. */
function show(order: Order, tab: object | null = { location: { replace: vi.fn() }, close: vi.fn() }) {
  vi.stubGlobal('open', vi.fn(() => tab))
  const copies: Blob[] = []
  class URLs extends URL {
    static override createObjectURL = (copy: Blob) => `blob:copy-${copies.push(copy)}`
  }
  vi.stubGlobal('URL', URLs)
  renderAt('/', [{ path: '/', element: <OrderDocuments order={order} /> }])
  return { tab, copies }
}

function hasNotes(...items: Invoice[]) {
  server.use(http.get(path('/orders/:id/credit-notes'), () => answer('list_credit_notes', { items })))
}

function page(of: string) {
  return http.get(path(`/orders/:id/${of}`), ({ request }) =>
    new HttpResponse(`<p>${request.headers.get('Authorization')}</p>`, { headers: { 'Content-Type': 'text/html' } }))
}

beforeEach(() => session.signIn(tokensFor(aUser)))
afterEach(() => vi.unstubAllGlobals())

describe('the documents of an order', () => {
  it('there are none before it is paid', () => {
    show(anOrder())
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('opens the invoice in a tab of its own, fetched with the access token', async () => {
    server.use(page('invoice'))
    const tab = { location: { replace: vi.fn() }, close: vi.fn(), opener: {} as object | null }
    const { copies } = show(paid, tab)
    await userEvent.click(screen.getByRole('button', { name: 'Invoice' }))
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalledWith('blob:copy-1'))
    expect(tab.opener).toBeNull()
    expect(await copies[0]?.text()).toBe('<p>Bearer token-1</p>')
    expect(copies[0]?.type).toBe('text/html')
  })

  it('opens each credit note', async () => {
    hasNotes(aCreditNote({ number: 'CN-2026-000007', void: true }), aCreditNote({ number: 'CN-2026-000009' }))
    server.use(page('credit-notes/CN-2026-000009'))
    const tab = { location: { replace: vi.fn() }, close: vi.fn() }
    show(refunded, tab)
    expect(await screen.findByRole('button', { name: 'Credit note CN-2026-000007 (void)' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Credit note CN-2026-000009' }))
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalled())
  })

  it('becomes a file where no tab may be opened', async () => {
    server.use(page('invoice'))
    const saved: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(`${this.href} as ${this.download}`)
    })
    show(paid, null)
    await userEvent.click(screen.getByRole('button', { name: 'Invoice' }))
    await waitFor(() => expect(saved).toEqual(['blob:copy-1 as invoice-K3F9-2M7Q-XW4T.html']))
  })

  it('says what went wrong, and leaves no empty tab', async () => {
    server.use(http.get(path('/orders/:id/invoice'), () => problem(503, 'unavailable')))
    const tab = { location: { replace: vi.fn() }, close: vi.fn() }
    show(paid, tab)
    await userEvent.click(screen.getByRole('button', { name: 'Invoice' }))
    expect(await screen.findByRole('heading', { level: 3 })).toBeVisible()
    expect(tab.close).toHaveBeenCalled()
  })
})
