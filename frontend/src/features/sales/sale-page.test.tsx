import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { Order, Sale } from '@/api/types'
import { anOrder, aSale, aUser, inSeconds, type Refusal } from '@/testing/examples'
import { fakeBrowser } from '@/testing/live-browser'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import * as live from './live/live-sale'
import { SalePage } from './SalePage'

const routes = [
  { path: '/sales/:id', Component: SalePage },
  { path: '/login', element: <p>the login</p> },
  { path: '/orders/:id', element: <p>the order</p> },
  { path: '*', element: <p>elsewhere</p> },
]

function shop({ sale = aSale(), orders = [] as Order[], buy }: { sale?: Sale; orders?: Order[]; buy?: (request: Request) => Response | Promise<Response> }) {
  const keys: (string | null)[] = []
  server.use(
    http.get(path('/sales/:id'), () => answer('get_sale', { ...sale, server_time: inSeconds(0) })),
    http.get(path('/orders'), () => answer('list_orders', { items: orders, next_cursor: null })),
    http.post(path('/orders'), async ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return buy ? buy(request) : answer('buy', anOrder(), { status: 201 })
    }),
  )
  return { keys, ...renderAt(`/sales/${sale.id}`, routes) }
}

const buyButton = () => screen.findByRole('button', { name: /^Buy/ })
const press = async () => userEvent.click(await buyButton())

beforeEach(() => session.signIn(tokensFor(aUser)))

describe('buying', () => {
  it('holds the unit after one tap and shows how long', async () => {
    const { keys } = shop({})
    await press()
    const heading = await screen.findByRole('heading', { name: 'Held for you' })
    await waitFor(() => expect(heading).toHaveFocus())
    expect(screen.getByRole('timer', { name: 'Left to pay' })).toHaveTextContent(/^(10:00|09:5\d)$/)
    expect(screen.getByRole('link', { name: 'Pay €399.00' })).toBeVisible()
    expect(keys).toHaveLength(1)
    expect(keys[0]).toBeTruthy()
  })

  it('asks again with the same key when the answer is lost', async () => {
    let count = 0
    const { keys } = shop({
      buy: () => {
        count += 1
        return count === 1 ? HttpResponse.error() : answer('buy', anOrder(), { status: 201 })
      },
    })
    await press()
    expect(await screen.findByText(/It stays one order/)).toBeVisible()
    expect(await screen.findByRole('heading', { name: 'Held for you' }, { timeout: 4_000 })).toBeVisible()
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
  })

  it('finishes after a reload what was pressed before it, with the same key', async () => {
    const sale = aSale()
    sessionStorage.setItem(`doorbuster.purchase.${sale.id}`, JSON.stringify({ key: 'the-key-from-before', intent: { quantity: 1, at: Date.now() - 5_000 } }))
    const { keys } = shop({ sale })
    expect(await screen.findByRole('heading', { name: 'Held for you' })).toBeVisible()
    expect(keys).toEqual(['the-key-from-before'])
  })

  it('does not ask at all when the order is already there', async () => {
    const { keys } = shop({ orders: [anOrder({ status: 'paid', pay_by: null })] })
    expect(await screen.findByRole('heading', { name: 'Paid. It is yours' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Open your order' })).toHaveAttribute('href', `/orders/${anOrder().id}`)
    expect(keys).toEqual([])
  })

  it('leads a visitor to the login and keeps the press', async () => {
    await session.signOut()
    const { router, keys } = shop({})
    await press()
    expect(await screen.findByText('the login')).toBeVisible()
    expect(router.state.location.search).toBe(`?next=${encodeURIComponent(`/sales/${aSale().id}`)}`)
    expect(keys).toEqual([])
    // Back from the login, the press is finished.
    act(() => session.signIn(tokensFor(aUser)))
    await act(() => router.navigate(`/sales/${aSale().id}`))
    expect(await screen.findByRole('heading', { name: 'Held for you' })).toBeVisible()
    expect(keys).toHaveLength(1)
  })

  it('uses a new key to buy again after a hold ran out', async () => {
    const { keys } = shop({ orders: [anOrder({ status: 'expired', created_at: inSeconds(-900) })] })
    expect(await screen.findByRole('heading', { name: 'Your hold ran out' })).toBeVisible()
    const before = JSON.parse(sessionStorage.getItem(`doorbuster.purchase.${aSale().id}`) ?? '{}') as { key: string }
    await userEvent.click(screen.getByRole('button', { name: 'Buy again for €399.00' }))
    await waitFor(() => expect(keys).toHaveLength(1))
    expect(keys[0]).not.toBe(before.key)
  })

  it('offers a quantity only where more than one may be bought', async () => {
    let body: unknown
    shop({
      sale: aSale({ per_customer_limit: 3 }),
      buy: async (request) => {
        body = await request.json()
        return answer('buy', anOrder(), { status: 201 })
      },
    })
    const group = await screen.findByRole('group', { name: 'Quantity' })
    await userEvent.click(within(group).getByRole('button', { name: 'One more' }))
    await userEvent.click(screen.getByRole('button', { name: 'Buy for €798.00' }))
    await waitFor(() => expect(body).toEqual({ sale_id: aSale().id, quantity: 2 }))
  })
})

describe('a refusal is said in plain words', () => {
  const refusals: (Refusal & { says: string; offers?: string })[] = [
    { status: 409, code: 'sold_out', says: 'You did not get one this time', offers: 'See all sales' },
    { status: 409, code: 'sale_not_live', facts: { sale_status: 'paused' }, says: 'The sale is paused', offers: 'See all sales' },
    { status: 409, code: 'already_purchased', facts: { order_id: anOrder().id }, says: 'You already have an order in this sale', offers: 'Open your order' },
    { status: 409, code: 'insufficient_units', facts: { remaining: 1 }, says: 'Only 1 left' },
    { status: 422, code: 'quantity_limit', facts: { limit: 1 }, says: 'The limit is 1 per customer' },
    { status: 422, code: 'idempotency_mismatch', says: 'Your first tap already counted', offers: 'See my orders' },
    { status: 429, code: 'rate_limited', facts: { retry_after: 12 }, says: 'Too many tries in a short time' },
  ]

  it.each(refusals)('$code', async ({ status, code, facts, says, offers }) => {
    shop({ buy: () => problem(status, code, facts) })
    await press()
    const region = (await screen.findByRole('heading', { name: says })).closest('section')
    expect(region).toBeVisible()
    if (offers !== undefined && region) expect(within(region).getByRole('link', { name: offers })).toBeVisible()
    expect(await buyButton()).toBeEnabled()
  })

  it('unauthenticated leads to the login', async () => {
    server.use(http.post(path('/users/refresh'), () => problem(401, 'invalid_refresh_token')))
    shop({ buy: () => problem(401, 'unauthenticated') })
    await press()
    expect(await screen.findByText('the login')).toBeVisible()
  })
})

describe('a sale that changes while one looks', () => {
  it('is shown as the shop tells it, and told aloud at its turns', async () => {
    const { browser, sources } = fakeBrowser()
    const spy = vi.spyOn(live, 'thisBrowser').mockReturnValue(browser)
    const sale = aSale({ remaining: 2, revision: 10 })
    let asked = 0
    server.use(
      http.get(path('/sales/:id'), () => {
        asked += 1
        return answer('get_sale', sale)
      }),
      http.get(path('/orders'), () => answer('list_orders', { items: [], next_cursor: null })),
    )
    renderAt(`/sales/${sale.id}`, routes)
    await buyButton()
    const stream = await waitFor(() => sources[0] ?? Promise.reject(new Error('no stream')))
    act(() => stream.opens())
    const tell = (changes: Partial<Sale>) => act(() => stream.sends({ ...sale, ...changes, server_time: inSeconds(0) }))

    tell({ revision: 11, remaining: 1 })
    expect(await screen.findByText('1 left', { exact: true })).toBeVisible()
    tell({ revision: 12, remaining: 0, status: 'sold_out' })
    expect(await screen.findByText(/It may reopen/)).toBeVisible()
    expect(screen.getByText('The sale is sold out.')).toHaveAttribute('role', 'status')
    // What was overtaken changes nothing.
    tell({ revision: 11, remaining: 1 })
    expect(screen.queryByRole('button', { name: /^Buy/ })).not.toBeInTheDocument()
    tell({ revision: 13, remaining: 1 })
    expect(await screen.findByRole('button', { name: /^Buy/ })).toBeVisible()
    expect(screen.getByText('Units are back: 1 left.')).toHaveAttribute('role', 'status')
    tell({ revision: 14, remaining: 1, status: 'paused' })
    expect(await screen.findByText('The sale is paused.')).toHaveAttribute('role', 'status')
    tell({ revision: 15, remaining: 1 })
    expect(await screen.findByText('The sale goes on.')).toHaveAttribute('role', 'status')
    expect(asked).toBe(1)
    spy.mockRestore()
  })

  it('is asked for where nothing can be told', async () => {
    let asked = 0
    const sale = aSale({ remaining: 2 })
    server.use(
      http.get(path('/sales/:id'), () => {
        asked += 1
        return answer('get_sale', { ...sale, revision: asked, remaining: asked > 1 ? 1 : 2, server_time: inSeconds(0) })
      }),
      http.get(path('/orders'), () => answer('list_orders', { items: [], next_cursor: null })),
    )
    renderAt(`/sales/${sale.id}`, routes)
    expect(await screen.findByText('1 left', {}, { timeout: 4_000 })).toBeVisible()
    expect(asked).toBeGreaterThan(1)
  })
})

describe('a sale that is not open', () => {
  it('says when it opens, and does not let anybody press early', async () => {
    const { keys } = shop({ sale: aSale({ status: 'scheduled', starts_at: inSeconds(125) }) })
    const button = await screen.findByRole('button', { name: /^Opens/ })
    expect(button).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(button)
    expect(keys).toEqual([])
    expect(screen.getByRole('timer', { name: 'Starts in' })).toHaveTextContent(/^02:0\d$/)
  })

  it('says that it may reopen when it is sold out before its end', async () => {
    shop({ sale: aSale({ status: 'sold_out', remaining: 0 }) })
    expect(await screen.findByText(/It may reopen/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Buy/ })).not.toBeInTheDocument()
  })

  it('says so when there is no such sale', async () => {
    server.use(http.get(path('/sales/:id'), () => problem(404, 'not_found')))
    renderAt('/sales/none', routes)
    expect(await screen.findByText('There is nothing at this address')).toBeVisible()
  })
})
