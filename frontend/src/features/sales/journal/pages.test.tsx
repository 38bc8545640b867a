import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { JournalEntry, Receipt } from '@/api/types'
import { Component as ReceiptPage } from '@/features/orders/ReceiptPage'
import { anOrder, aSale, aUser, inSeconds } from '@/testing/examples'
import { aReceipt, entries, vectors } from '@/testing/journal'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as JournalPage } from './JournalPage'

const saleId = vectors.sale_id
const routes = [
  { path: '/sales/:id/journal', Component: JournalPage },
  { path: '/orders/:id/receipt', Component: ReceiptPage },
  { path: '*', element: <p>elsewhere</p> },
]

/** A shop that shows this journal, at most `most` entries at once. */
function shows(journal: readonly JournalEntry[], { lastSeq = journal.length, most = 100, wait = 0 } = {}) {
  const asked: string[] = []
  server.use(
    http.get(path('/sales/:id'), () => answer('get_sale', aSale({ id: saleId, server_time: inSeconds(0) }))),
    http.get(path('/sales/:id/journal'), async ({ request }) => {
      const search = new URL(request.url).searchParams
      asked.push(search.toString())
      await delay(wait)
      const rest = journal.slice(Number(search.get('cursor') ?? 0))
      const items = rest.slice(0, Math.min(most, Number(search.get('limit'))))
      const next = items.length < rest.length ? String(items.at(-1)?.seq) : null
      return answer('list_journal', { items, next_cursor: next, last_seq: lastSeq })
    }),
  )
  return asked
}

function receiptPage(changes: Partial<Receipt> = {}) {
  const receipt = aReceipt()
  session.signIn(tokensFor({ ...aUser, id: receipt.user_id }))
  const [line] = anOrder().lines
  if (!line) throw new Error('an order has a line')
  const order = anOrder({ id: receipt.order_id, sale_id: saleId, lines: [{ ...line, quantity: receipt.units }] })
  server.use(
    http.get(path('/orders/:id'), () => answer('get_order', order)),
    http.get(path('/orders/:id/receipt'), () => answer('get_receipt', { ...receipt, ...changes })),
  )
  return renderAt(`/orders/${receipt.order_id}/receipt`, routes)
}

// By text: to find roles among all the entries' hashes takes jsdom seconds.
const press = async (name: string) => userEvent.click(await screen.findByText(name, { selector: 'button' }, { timeout: 4_000 }))
const verdict = (name: string) => screen.findByText(name, { selector: 'h2' }, { timeout: 4_000 })

async function focused(name: string) {
  const heading = await verdict(name)
  await waitFor(() => expect(heading).toHaveFocus())
}

beforeEach(() => session.signIn(tokensFor(aUser)))
afterEach(() => vi.unstubAllGlobals())

describe('the journal of a sale', () => {
  it('tells every entry in plain words', async () => {
    shows(entries)
    renderAt(`/sales/${saleId}/journal`, routes)
    await screen.findByText('The shop paused the sale')
    const told = document.querySelectorAll('ol > li > div > p:first-child')
    expect(Array.from(told, (line) => line.textContent)).toEqual([
      'The sale was set up with 500 units',
      '3 orders placed: 4 units',
      'The shop paused the sale',
      'The shop took 100 units out. Until then, up to 2 per customer',
      'The shop resumed the sale',
      '5 orders placed: 1,010 units',
      '1 order gave back 1,000 units',
      'The shop cancelled the sale',
      'The sale was closed: 386 units left over',
      '1 order gave back 7 units, to the shop’s stock',
    ])
  })

  it('is checked page by page, to its end', async () => {
    const asked = shows(entries, { most: 4 })
    renderAt(`/sales/${saleId}/journal`, routes)
    await press('Check the whole journal')
    await focused('The journal is whole')
    expect(screen.getByText(/Entries 1 to 10 follow each other/)).toBeVisible()
    expect(screen.getAllByText(entries[9]?.hash ?? '')[0]).toBeVisible()
    expect(asked.slice(1)).toEqual(['cursor=0&limit=100', 'cursor=4&limit=100', 'cursor=8&limit=100'])
  })

  it.each([
    ['changed', () => shows(entries.with(5, { ...(entries[5] as JournalEntry), units: -1 })), 6],
    ['cut short', () => shows(entries.slice(0, 9), { lastSeq: 10 }), 10],
  ])('is found out when it was %s', async (_, shown, seq) => {
    shown()
    renderAt(`/sales/${saleId}/journal`, routes)
    await press('Check the whole journal')
    await focused('The journal is broken')
    expect(screen.getByText(new RegExp(`Entry ${seq} is missing, is not what its seal says`))).toBeVisible()
  })

  it('can be left in the middle of a check', async () => {
    const asked = shows(entries, { most: 1, wait: 30 })
    renderAt(`/sales/${saleId}/journal`, routes)
    await press('Check the whole journal')
    expect(await screen.findByText('2 of 10 entries checked')).toBeVisible()
    await press('Stop checking')
    expect(screen.getByText('Check the whole journal')).toHaveFocus()
    const before = asked.length
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(asked).toHaveLength(before)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says when it cannot be asked, and checks again', async () => {
    shows(entries)
    renderAt(`/sales/${saleId}/journal`, routes)
    await screen.findByText('The shop paused the sale')
    server.use(http.get(path('/sales/:id/journal'), () => problem(429, 'rate_limited', {}, { 'Retry-After': '3' }), { once: true }))
    await press('Check the whole journal')
    expect(await verdict('Too many tries in a short time')).toBeVisible()
    await press('Check again')
    expect(await verdict('The journal is whole')).toBeVisible()
  })

  it('says so where the browser does not hash', async () => {
    shows(entries)
    renderAt(`/sales/${saleId}/journal`, routes)
    await screen.findByText('The shop paused the sale')
    vi.stubGlobal('crypto', { randomUUID: () => 'x' })
    await press('Check the whole journal')
    expect(await verdict('This browser cannot check here')).toBeVisible()
  })
})

describe('the receipt of an order', () => {
  it('is followed into the journal and to its end', async () => {
    const asked = shows(entries)
    receiptPage()
    await press('Check my receipt')
    await focused('Your order is in the journal')
    expect(screen.getByText(/Entry 2 stands for this order, your account/)).toBeVisible()
    expect(screen.getByText(/goes on from it to entry 10 without a gap/)).toBeVisible()
    expect(asked).toEqual(['cursor=1&limit=100', 'cursor=2&limit=100'])
  })

  it.each<[string, Partial<Receipt>, string]>([
    ['of somebody else', { user_id: aUser.id }, 'This receipt is not for your order'],
    ['of more units', { units: 999 }, 'This receipt is not for your order'],
    ['with a proof of something else', { proof: aReceipt(0).proof }, 'Your order is not in the entry'],
    ['with an entry that was changed', { entry: { ...aReceipt().entry, units: -5 } }, 'The journal is broken'],
  ])('fails when it is one %s', async (_, changes, words) => {
    shows(entries)
    receiptPage(changes)
    await press('Check my receipt')
    await focused(words)
  })

  it('fails when the public journal has another entry there', async () => {
    shows(entries.with(1, { ...(entries[1] as JournalEntry), at: '2026-11-21T18:00:00.120001Z' }))
    receiptPage()
    await press('Check my receipt')
    expect(await verdict('The journal says something else')).toBeVisible()
  })

  it('is only for who is logged in', async () => {
    await session.signOut()
    renderAt(`/orders/${aReceipt().order_id}/receipt`, routes)
    expect(await screen.findByRole('heading', { name: 'Log in to see your orders' })).toBeVisible()
  })
})
