import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { Invoice } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aCreditNote, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { euro } from '@/testing/staff-orders'

const anInvoice = (number: string, changes: Partial<Invoice> = {}): Invoice =>
  aCreditNote({ kind: 'invoice', number, refund_id: null, amends: null, total: euro(9_999), ...changes })

/** A shop with two pages of documents, which remembers what it was asked for. */
function books(pages: Invoice[][]) {
  const asked: Record<string, string>[] = []
  server.use(
    http.get(path('/invoices'), ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams)
      asked.push(query)
      if (query.number === 'what') return problem(422, 'validation', { errors: [{ pointer: '#number', detail: 'a number' }] })
      const place = Number(query.cursor ?? 0)
      return answer('list_invoices', { items: pages[place] ?? [], next_cursor: place + 1 < pages.length ? String(place + 1) : null })
    }),
  )
  return asked
}

const two = [
  [aCreditNote({ number: 'CN-2026-000002', total: euro(1_250) }), aCreditNote({ number: 'CN-2026-000001', total: euro(400), void: true }), anInvoice('2026-000124')],
  [anInvoice('2026-000123', { issued_on: '2026-10-31' })],
]

const row = async (number: string) => within((await screen.findByRole('button', { name: number })).closest('tr') ?? document.body)

beforeEach(() => {
  session.signIn(tokensFor({ ...aUser, role: 'staff' }))
  // jsdom has no copies of documents.
  Object.assign(URL, { createObjectURL: () => 'blob:copy', revokeObjectURL: () => undefined })
})
afterEach(() => {
  vi.restoreAllMocks()
  for (const name of ['createObjectURL', 'revokeObjectURL']) Reflect.deleteProperty(URL, name)
})

describe('invoices and credit notes', () => {
  it('are listed page by page; what goes back is negative, and what is void counts for nothing', async () => {
    const asked = books(two)
    renderAt('/staff/invoices', staffRoutes())
    const note = await row('CN-2026-000002')
    expect(note.getByText('−€12.50')).toBeVisible()
    expect(note.getAllByText('Credit note')[0]).toBeVisible()
    expect(note.getAllByRole('link', { name: aCreditNote().order_number })[0]).toHaveAttribute('href', `/staff/orders/${aCreditNote().order_id}`)
    const isVoid = await row('CN-2026-000001')
    expect(isVoid.getAllByText('Void credit note')[0]).toBeVisible()
    expect(isVoid.getByText('−€4.00').tagName).toBe('S')
    expect((await row('2026-000124')).getByText('€99.99')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Show older ones' }))
    // The day of the shop, whatever the reader's clock says.
    expect((await row('2026-000123')).getAllByText('Oct 31, 2026')[0]).toBeVisible()
    expect(asked).toEqual([{ limit: '50' }, { limit: '50', cursor: '1' }])
    expect(screen.queryByRole('button', { name: 'Show older ones' })).toBeNull()
  })

  it('keep their filters in the address, and find their way back', async () => {
    const asked = books(two)
    const { router } = renderAt('/staff/invoices?from=2026-11-01&to=2026-11-30', staffRoutes())
    await screen.findByRole('button', { name: '2026-000124' })
    await userEvent.click(screen.getByRole('link', { name: 'Credit notes' }))
    const days = { from: new Date(2026, 10, 1).toISOString(), to: new Date(2026, 11, 1).toISOString() }
    await waitFor(() => expect(asked.at(-1)).toEqual({ limit: '50', kind: 'credit_note', ...days }))
    expect(router.state.location.search).toBe('?kind=credit_note&from=2026-11-01&to=2026-11-30')
    await userEvent.click(screen.getByRole('link', { name: 'Any time' }))
    await waitFor(() => expect(router.state.location.search).toBe('?kind=credit_note'))
    await router.navigate(-2)
    await waitFor(() => expect(within(screen.getByRole('navigation', { name: 'Kind of document' })).getByRole('link', { name: 'All' })).toHaveAttribute('aria-current', 'page'))
  })

  it('say at the field what no number is, and offer the way out of filters that find nothing', async () => {
    const asked = books([[]])
    renderAt('/staff/invoices?number=what', staffRoutes())
    const search = await screen.findByRole('searchbox')
    await waitFor(() => expect(search).toHaveAccessibleDescription(/Enter a whole number/))
    await userEvent.clear(search)
    expect(await screen.findByRole('heading', { name: 'Nothing was issued yet' })).toBeVisible()
    await userEvent.type(search, '2026-000999{Enter}')
    await userEvent.click(await screen.findByRole('button', { name: 'Show all of them' }))
    await waitFor(() => expect(asked.at(-1)).toEqual({ limit: '50' }))
  })

  it('say when the shop does not answer, and ask again', async () => {
    server.use(http.get(path('/invoices'), () => problem(403, 'forbidden')))
    renderAt('/staff/invoices', staffRoutes())
    const again = await screen.findByRole('button', { name: 'Try again' })
    books(two)
    await userEvent.click(again)
    expect(await screen.findByRole('button', { name: '2026-000124' })).toBeVisible()
  })

  it('are walked with the arrows, and one is opened as a page of its own with Enter', async () => {
    books(two)
    const tab = { location: { replace: vi.fn() }, close: vi.fn() }
    vi.spyOn(globalThis, 'open').mockReturnValue(tab as unknown as Window)
    const opened: string[] = []
    server.use(
      http.get(path('/orders/:id/invoice'), ({ params }) => {
        opened.push(`invoice of ${String(params.id)}`)
        return new HttpResponse('<p>', { headers: { 'Content-Type': 'text/html' } })
      }),
      http.get(path('/orders/:id/credit-notes/:number'), () => problem(404, 'not_found')),
    )
    renderAt('/staff/invoices', staffRoutes())
    await screen.findByRole('button', { name: '2026-000124' })
    await userEvent.keyboard('/')
    await userEvent.keyboard('{ArrowDown}{End}{Enter}')
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalledWith('blob:copy'))
    expect(opened).toEqual([`invoice of ${aCreditNote().order_id}`])
    await userEvent.keyboard('{Home}{Enter}')
    await waitFor(() => expect(tab.close).toHaveBeenCalled())
    expect(await screen.findByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
  })

  it('become a file of whole days, which are chosen first', async () => {
    books(two)
    const saved: string[] = []
    const periods: unknown[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(`${this.href} as ${this.download}`)
    })
    server.use(
      http.get(path('/invoices.csv'), ({ request }) => {
        periods.push(Object.fromEntries(new URL(request.url).searchParams))
        return new HttpResponse('number\r\n', { headers: { 'Content-Type': 'text/csv' } })
      }),
    )
    const { router } = renderAt('/staff/invoices?kind=invoice', staffRoutes())
    const save = await screen.findByRole('button', { name: 'Save as CSV' })
    expect(save).toHaveAttribute('aria-disabled', 'true')
    expect(save).toHaveAccessibleDescription(/choose a first and a last day/)
    await router.navigate('/staff/invoices?kind=invoice&from=2026-11-01&to=2026-11-30')
    await waitFor(() => expect(save).not.toHaveAttribute('aria-disabled'))
    await userEvent.click(save)
    await waitFor(() => expect(saved).toEqual(['blob:copy as invoices-2026-11-01-to-2026-11-30.csv']))
    expect(periods).toEqual([{ from: new Date(2026, 10, 1).toISOString(), to: new Date(2026, 11, 1).toISOString() }])
  })
})
