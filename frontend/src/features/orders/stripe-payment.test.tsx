import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Order, OrderPayment } from '@/api/types'
import { anOrder, aShop, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as OrderPage } from './OrderPage'
import type { Stripe } from './stripe-js'

const secret = 'pi_1_secret_2'
const browser = { publishable_key: 'pk_test_1', client_secret: secret }

function paymentOf(changes: Partial<OrderPayment>): OrderPayment {
  const order = anOrder()
  return { provider: 'stripe', status: 'pending', step: 'awaiting_customer', failure: null, dispute: null, amount: order.total, refunded: { ...order.total, amount: 0 }, at: order.created_at, ...changes }
}

const orderWith = (changes: Partial<OrderPayment>, more: Partial<Order> = {}): Order => anOrder({ payment: paymentOf(changes), ...more })

/** A shop with Stripe. Every time it is asked to pay it answers the next of these orders, the last one again and again. */
function shop(...answers: Order[]) {
  const keys: (string | null)[] = []
  const bodies: unknown[] = []
  let current = anOrder()
  server.use(
    http.get(path('/shop'), () => answer('get_shop', { ...aShop, payment_provider: 'stripe' })),
    http.get(path('/orders/:id'), () => {
      const { payment } = current
      return answer('get_order', payment ? { ...current, payment: { ...payment, browser: undefined } } : current)
    }),
    http.post(path('/orders/:id/payment'), async ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      bodies.push(await request.json())
      current = (answers.length > 1 ? answers.shift() : answers[0]) ?? current
      return answer('pay_order', current)
    }),
  )
  return { keys, bodies, ...renderAt(`/orders/${anOrder().id}`, [{ path: '/orders/:id', Component: OrderPage }]) }
}

/** What Stripe.js did, in order. */
let calls: string[] = []

function withStripe(results: { error?: { type?: string; message?: string } }[] = []) {
  const next = () => Promise.resolve(results.shift() ?? {})
  window.Stripe = (key): Stripe => {
    calls.push(`account ${key}`)
    return {
      elements: ({ clientSecret }) => {
        calls.push(`elements ${clientSecret}`)
        return {
          create: () => ({
            mount: (node) => {
              node.textContent = 'The card form'
            },
            destroy: () => calls.push('destroy'),
            on: (event, listener) => {
              if (event === 'ready') queueMicrotask(listener)
            },
          }),
        }
      },
      confirmPayment: ({ redirect }) => {
        calls.push(`confirm ${redirect}`)
        return next()
      },
      handleNextAction: ({ clientSecret }) => {
        calls.push(`bank ${clientSecret}`)
        return next()
      },
    }
  }
}

beforeEach(() => {
  session.signIn(tokensFor(aUser))
  calls = []
})
afterEach(() => {
  delete window.Stripe
  sessionStorage.clear()
  document.head.querySelectorAll('script').forEach((script) => script.remove())
})

const payButton = () => screen.findByRole('button', { name: /^Pay €/ })

describe('paying with Stripe', () => {
  it('opens the card form, confirms in it, and asks the shop with the same key', async () => {
    withStripe()
    const { keys, bodies } = shop(orderWith({ browser }), orderWith({ status: 'captured', step: null }, { status: 'paid', pay_by: null }))
    const button = await payButton()
    expect(await screen.findByText('The card form')).toBeVisible()
    // The customer types: the hold goes on running, and says so.
    expect(screen.getByRole('timer', { name: 'Left to pay' })).toBeVisible()
    await userEvent.click(button)
    expect(await screen.findByRole('heading', { name: 'Paid. It is yours' })).toBeVisible()
    expect(calls).toEqual(['account pk_test_1', `elements ${secret}`, 'confirm if_required', 'destroy'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(bodies).toEqual([{}, {}])
  })

  it('says why a card was refused, also after a reload, and lets another one try', async () => {
    withStripe([{ error: { type: 'card_error' } }])
    const refused = orderWith({ step: 'failed', failure: 'insufficient_funds', browser })
    const first = shop(orderWith({ browser }), refused)
    await userEvent.click(await payButton())
    expect(await screen.findByText(/There is not enough money on this card/)).toBeVisible()
    expect(await screen.findByRole('button', { name: /^Try again: pay €/ })).toBeEnabled()
    first.unmount()
    const again = shop(refused)
    expect(await screen.findByText(/There is not enough money on this card/)).toBeVisible()
    await waitFor(() => expect(again.keys).toEqual([first.keys[0]]))
  })

  it('asks nobody about a form that is not filled in', async () => {
    withStripe([{ error: { type: 'validation_error' } }])
    const { keys } = shop(orderWith({ browser }))
    await userEvent.click(await payButton())
    await waitFor(() => expect(calls).toContain('confirm if_required'))
    expect(await payButton()).toBeEnabled()
    expect(keys).toHaveLength(1)
  })

  it('goes on to the bank when it wants to be asked', async () => {
    withStripe()
    shop(orderWith({ step: 'requires_action', browser }), orderWith({ step: 'processing' }))
    expect(await screen.findByText('Your bank wants to be sure that it is you')).toBeVisible()
    await userEvent.click(await screen.findByRole('button', { name: 'Go on to your bank' }))
    // Now it is between the bank and Stripe: there is nothing to press any more.
    expect(await screen.findByText('Being checked by the bank')).toBeVisible()
    expect(calls).toContain(`bank ${secret}`)
    expect(screen.queryByRole('button', { name: /Pay/ })).toBeNull()
  })

  it('says when Stripe.js does not come, and tries again', async () => {
    shop(orderWith({ browser }))
    // jsdom loads nothing from elsewhere, as a blocker does.
    expect(await screen.findByText('The card form did not open')).toBeVisible()
    withStripe()
    await userEvent.click(screen.getByRole('button', { name: /again/i }))
    expect(await screen.findByText('The card form')).toBeVisible()
  })

  it('keeps the secret out of what is stored and cached', async () => {
    withStripe()
    const { queries } = shop(orderWith({ browser }))
    await screen.findByText('The card form')
    expect(JSON.stringify(sessionStorage) + JSON.stringify(localStorage)).not.toContain(secret)
    const cached = queries.getQueryCache().getAll().map(({ state }) => state.data)
    expect(JSON.stringify(cached)).not.toContain(secret)
  })

  it('shows a complaint at the bank', async () => {
    shop(anOrder())
    server.use(http.get(path('/orders/:id'), () => answer('get_order', orderWith({ status: 'captured', step: null, dispute: 'under_review' }, { status: 'paid', pay_by: null }))))
    expect(await screen.findByText('Questioned at the bank; the bank decides')).toBeVisible()
  })

  it('says when the shop cannot begin a payment', async () => {
    withStripe()
    shop(anOrder())
    server.use(http.post(path('/orders/:id/payment'), () => problem(503, 'payments_unavailable')))
    expect(await screen.findByRole('heading', { level: 3, name: /Payment/ })).toBeVisible()
    expect(document.head.querySelector('script[src*="stripe"]')).toBeNull()
  })
})
