import type { Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import { expect, logIn, outcome, password, pay, test, type Shop } from './shop'

type Order = components['schemas']['Order']
type Payment = NonNullable<Order['payment']>

/** What the pages of a shop with Stripe may load besides their own, as `platform/spa.rs` says it. */
const policy = "default-src 'self'; script-src 'self' https://js.stripe.com; connect-src 'self' https://api.stripe.com; img-src 'self' data: https:"

/** Stripe.js as far as the page knows it. A card whose number ends in 2 is refused. */
const stripeJs = `
  window.Stripe = (key) => ({
    elements: ({ clientSecret }) => ({
      create: () => {
        let field
        const listeners = {}
        return {
          on: (event, listener) => { listeners[event] = listener },
          mount: (node) => {
            node.innerHTML = '<label>Card number <input inputmode="numeric"></label>'
            field = node.querySelector('input')
            window.paidWith = { key, clientSecret, card: () => field.value }
            setTimeout(() => listeners.ready(), 50)
          },
          destroy: () => field.closest('label').remove(),
        }
      },
    }),
    confirmPayment: async () => (window.paidWith.card().endsWith('2') ? { error: { type: 'card_error' } } : {}),
  })`

/** A held order of a customer who is logged in, in a shop that takes itself for one with Stripe. */
async function heldOrder(page: Page, shop: Shop, load: () => 'answer' | 'fail') {
  const { email, token } = await shop.newCustomer()
  const order = await shop.buy(await shop.openSale(), token)
  /** How the payment stands with Stripe; the shop's own database knows nothing of it. */
  let changes: Partial<Order> = {}
  const asked: string[] = []
  const loaded: string[] = []
  const paying = (payment: Partial<Payment>): Partial<Order> => ({
    payment: { provider: 'stripe', status: 'pending', step: null, failure: null, dispute: null, amount: order.total, refunded: { ...order.total, amount: 0 }, at: order.created_at, ...payment },
  })
  const browser = { publishable_key: 'pk_test_e2e', client_secret: 'pi_e2e_secret_e2e' }
  const steps = [paying({ step: 'awaiting_customer', browser }), paying({ step: 'failed', failure: 'insufficient_funds', browser }), paying({ step: 'processing' })]

  await page.route('https://js.stripe.com/**', (route) => {
    loaded.push(route.request().url())
    return load() === 'fail' ? route.abort() : route.fulfill({ contentType: 'text/javascript', body: stripeJs })
  })
  await page.route('**/login?*', async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback()
    const response = await route.fetch()
    return route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
  })
  await page.route('**/api/v1/shop', async (route) => {
    const response = await route.fetch()
    return route.fulfill({ response, json: { ...((await response.json()) as object), payment_provider: 'stripe' } })
  })
  await page.route(`**/api/v1/orders/${order.id}`, async (route) => {
    const response = await route.fetch()
    const { payment } = changes
    // The secret is told to nobody who only looks.
    return route.fulfill({ response, json: { ...((await response.json()) as object), ...changes, ...(payment && { payment: { ...payment, browser: undefined } }) } })
  })
  await page.route(`**/api/v1/orders/${order.id}/payment`, (route) => {
    asked.push(route.request().headers()['idempotency-key'] ?? '')
    changes = steps.shift() ?? changes
    return route.fulfill({ json: { ...order, ...changes, server_time: new Date().toISOString() } })
  })
  await logIn(page, email, password, `/orders/${order.id}`)
  return {
    order,
    asked,
    loaded,
    paid: () => {
      changes = { status: 'paid', pay_by: null, ...paying({ status: 'captured', step: null }) }
    },
  }
}

test('a card is refused, another one is taken, and the order is shown as being paid', async ({ page, shop }) => {
  const { asked, loaded, paid } = await heldOrder(page, shop, () => 'answer')
  await page.getByLabel('Card number').fill('4000 0000 0000 0002')
  expect(loaded).toEqual(['https://js.stripe.com/v3/'])
  await page.getByRole('button', { name: /^Pay €/ }).click()
  await expect(page.getByText('There is not enough money on this card.')).toBeVisible()
  // The hold runs on meanwhile, and the form is still there.
  await expect(page.getByRole('timer', { name: 'Left to pay' })).toBeVisible()
  await page.getByLabel('Card number').fill('4242 4242 4242 4240')
  await page.getByRole('button', { name: /^Try again: pay €/ }).click()
  await expect(outcome(page, 'Your payment is being checked')).toBeVisible()
  await expect(page.getByText('Being checked by the bank')).toBeVisible()
  await expect(page.getByRole('button', { name: /pay €/i })).toHaveCount(0)
  // One payment, however often the shop was asked about it; and by the secret that the shop gave.
  expect(new Set(asked).size).toBe(1)
  expect(await page.evaluate('[window.paidWith.key, window.paidWith.clientSecret]')).toEqual(['pk_test_e2e', 'pi_e2e_secret_e2e'])
  paid()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
})

test('a form for the card that does not come is told, and comes with the next try', async ({ page, shop }) => {
  let reachable = false
  const { loaded } = await heldOrder(page, shop, () => (reachable ? 'answer' : 'fail'))
  await expect(outcome(page, 'The card form did not open')).toBeVisible()
  await expect(page.getByText('Nothing was charged')).toBeVisible()
  reachable = true
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByLabel('Card number')).toBeVisible()
  await expect(outcome(page, 'The card form did not open')).toHaveCount(0)
  expect(loaded).toHaveLength(2)
})

test('a shop that tests its payments loads nothing from Stripe', async ({ page, shop }) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('stripe.com')) elsewhere.push(request.url())
  })
  const { email, token } = await shop.newCustomer()
  const order = await shop.buy(await shop.openSale(), token)
  await logIn(page, email, password, `/orders/${order.id}`)
  await pay(page)
  expect(elsewhere).toEqual([])
})
