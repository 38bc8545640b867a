import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { keepCartToken } from '@/api/cart-token'
import { session } from '@/api/session'
import type { Checkout } from '@/api/types'
import { aCart, aCartItem } from '@/testing/catalogue'
import { anAddress, anOrder, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { checkoutKey } from './checkout-key'
import { Component } from './CheckoutPage'
import { saveDraft } from './draft'

const routes = [
  { path: '/checkout/:step?', Component },
  { path: '/orders/:id', element: <p>the order</p> },
  { path: '*', element: <p>elsewhere</p> },
]
const euro = (amount: number) => ({ amount, currency: 'EUR' })
const options = [
  { method: 'standard' as const, name: 'Standard', days_min: 2, days_max: 4, price: euro(490) },
  { method: 'express' as const, name: 'Express', days_min: 1, days_max: 1, price: euro(1_290) },
]

/** A shop with a kettle in the cart, which sells it as told. */
function shop(sell: (request: Request, body: Checkout) => Response = () => answer('check_out', anOrder({ sale_id: null }), { status: 201 })) {
  const sent: { key: string | null; body: Checkout }[] = []
  const state = { price: 11_900 }
  server.use(
    http.get(path('/cart'), ({ request }) => {
      const query = new URL(request.url).searchParams
      const shipping = options.find(({ method }) => method === query.get('shipping_method'))?.price ?? null
      const total = euro(state.price + (shipping?.amount ?? 0))
      return answer('get_cart', aCart([aCartItem()], { shipping_options: query.has('country') ? options : [], shipping, total }))
    }),
    http.post(path('/cart/checkout'), async ({ request }) => {
      const body = (await request.clone().json()) as Checkout
      sent.push({ key: request.headers.get('Idempotency-Key'), body })
      return sell(request, body)
    }),
  )
  return { sent, state }
}

async function fillAddress() {
  await userEvent.type(await screen.findByLabelText('Email address'), 'ada@example.com')
  await userEvent.type(screen.getByLabelText('Full name'), 'Ada Lovelace')
  await userEvent.type(screen.getByLabelText('Street and number'), '12 rue des Halles')
  await userEvent.type(screen.getByLabelText('Postal code'), '75001')
  await userEvent.type(screen.getByLabelText('Town'), 'Paris')
  await userEvent.selectOptions(screen.getByLabelText('Country or region'), 'FR')
  await userEvent.click(screen.getByRole('button', { name: 'Go on to shipping' }))
}

const { name, company, line1, line2, postal_code, city, country, phone } = anAddress()
const sentAddress = { name, company, line1, line2, postal_code, city, country, phone }
const order = () => screen.findByRole('button', { name: /^Order and pay/ })

beforeEach(() => {
  session.end()
  keepCartToken('a'.repeat(43))
})

describe('checking out without an account', () => {
  it('goes step by step to the order, and sends what was shown', async () => {
    const { sent } = shop()
    const { router } = renderAt('/checkout/payment', routes)
    // Nobody gets ahead by an address: the first step is the one that lacks something.
    await waitFor(() => expect(router.state.location.pathname).toBe('/checkout/address'))
    await fillAddress()
    await waitFor(() => expect(router.state.location.pathname).toBe('/checkout/shipping'))
    await userEvent.click(await screen.findByRole('radio', { name: /Express/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Go on to review' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Order and pay €131.90' }))
    expect(await screen.findByText('the order')).toBeVisible()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.body).toEqual({ email: 'ada@example.com', shipping_address: sentAddress, shipping_method: 'express', expected_total: euro(13_190) })
    expect(sent[0]?.key).toBeTruthy()
  })

  it('names what is missing next to its field and focuses the first', async () => {
    shop()
    renderAt('/checkout/address', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Go on to shipping' }))
    const email = screen.getByLabelText('Email address')
    await waitFor(() => expect(email).toHaveFocus())
    expect(email).toHaveAccessibleDescription(/Enter your email address/)
    expect(screen.getByLabelText('Town')).toBeInvalid()
  })

  it('finishes by the same key an order that a reload cut off', async () => {
    saveDraft({ email: 'ada@example.com', address: anAddress(), method: 'standard' })
    const { sent } = shop()
    const body: Checkout = { email: 'ada@example.com', shipping_address: sentAddress, shipping_method: 'standard', expected_total: euro(12_390) }
    const key = checkoutKey(body)
    renderAt('/checkout/payment', routes)
    expect(await screen.findByText('the order')).toBeVisible()
    expect(sent).toEqual([{ key, body }])
  })

  it('asks again by the same key when the answer is lost', async () => {
    saveDraft({ email: 'ada@example.com', address: anAddress(), method: 'standard' })
    let count = 0
    const { sent } = shop(() => {
      count += 1
      return count === 1 ? HttpResponse.error() : answer('check_out', anOrder({ sale_id: null }), { status: 201 })
    })
    renderAt('/checkout/payment', routes)
    await userEvent.click(await order())
    expect(await screen.findByText('the order')).toBeVisible()
    expect(sent.map(({ key }) => key)).toEqual([sent[0]?.key, sent[0]?.key])
  })

  it('says that the total changed, shows the new one, and orders it under another key', async () => {
    saveDraft({ email: 'ada@example.com', address: anAddress(), method: 'standard' })
    const { sent, state } = shop((_, { expected_total }) => {
      if (expected_total?.amount === 13_390) return answer('check_out', anOrder({ sale_id: null }), { status: 201 })
      state.price = 12_900
      return problem(409, 'price_changed', { total: euro(13_390) })
    })
    renderAt('/checkout/payment', routes)
    await userEvent.click(await order())
    expect(await screen.findByText('The total is now €133.90')).toBeVisible()
    await userEvent.click(await screen.findByRole('button', { name: 'Order and pay €133.90' }))
    expect(await screen.findByText('the order')).toBeVisible()
    expect(sent[0]?.key).not.toBe(sent[1]?.key)
  })

  it('names what is not left, and leads to the cart', async () => {
    saveDraft({ email: 'ada@example.com', address: anAddress(), method: 'standard' })
    shop(() =>
      problem(409, 'insufficient_stock', { items: [{ product_id: '7d2f7c1e-0000-4000-8000-000000000011', name: 'Ember gooseneck kettle', available: 1, problem: 'insufficient_stock' }] }),
    )
    renderAt('/checkout/payment', routes)
    await userEvent.click(await order())
    expect(await screen.findByText('Not everything is left')).toBeVisible()
    expect(screen.getByText(/Only 1 in stock/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Look at the cart' })).toHaveAttribute('href', '/cart')
  })
})

describe('checking out with an account', () => {
  it('offers the address book, and asks for no email', async () => {
    session.signIn(tokensFor(aUser))
    const address = anAddress()
    server.use(http.get(path('/users/me/addresses'), () => answer('list_addresses', { items: [address], next_cursor: null })))
    const { sent } = shop()
    renderAt('/checkout', routes)
    expect(await screen.findByRole('radio', { name: /Ada Lovelace/ })).toBeChecked()
    expect(screen.queryByLabelText('Email address')).not.toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Go on to shipping' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Go on to review' }))
    await userEvent.click(await order())
    expect(await screen.findByText('the order')).toBeVisible()
    expect(sent[0]?.body).toEqual({ address_id: address.id, shipping_method: 'standard', expected_total: euro(12_390) })
  })
})

it('says so when there is nothing to check out', async () => {
  server.use(http.get(path('/cart'), () => answer('get_cart', aCart([]))))
  renderAt('/checkout', routes)
  expect(await screen.findByRole('heading', { name: 'There is nothing to check out' })).toBeVisible()
})
