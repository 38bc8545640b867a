import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test as base, expect, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'

type Sale = components['schemas']['Sale']
type Product = components['schemas']['Product']
type Order = components['schemas']['Order']
type SessionTokens = components['schemas']['SessionTokens']

interface Account {
  email: string
  password: string
  role: string
}

interface Mail {
  id: string
  to: string
  subject: string
  text: string
}

interface Customer {
  email: string
  token: string
}

/** Where the link of a mail leads in the shop under test, whatever it takes its public address for. */
export function linkIn({ text }: Mail): string {
  const link = /^https?:\/\/\S+$/m.exec(text)?.[0]
  if (link === undefined) throw new Error(`No link in: ${text}`)
  const { pathname, hash } = new URL(link)
  return pathname + hash
}

export const password = 'staple-battery-horse-9'
export const newEmail = () => `e2e-${randomUUID()}@example.com`

export function demoAccount(role: string): Account {
  const file = process.env.DOORBUSTER_DEMO_ACCOUNTS
  if (file === undefined) throw new Error('DOORBUSTER_DEMO_ACCOUNTS must name the file with the demo accounts.')
  const account = (JSON.parse(readFileSync(file, 'utf8')) as Account[]).find((one) => one.role === role)
  if (!account) throw new Error(`${file} has no account with the role ${role}.`)
  return account
}

/** The shop through its API: what a test needs to exist before it looks at a page. */
export class Shop {
  private readonly api: APIRequestContext
  private staff: string | null = null

  constructor(api: APIRequestContext) {
    this.api = api
  }

  async logIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<SessionTokens> {
    const response = await this.api.post('/api/v1/users/authenticate', { data: { email, password, refresh: 'body' } })
    expect(response.status(), await response.text()).toBe(200)
    return (await response.json()) as SessionTokens
  }

  async newCustomer(): Promise<Customer> {
    const email = newEmail()
    const response = await this.api.post('/api/v1/users', { data: { email, password, refresh: 'body' } })
    expect(response.status(), await response.text()).toBe(201)
    return { email, token: ((await response.json()) as SessionTokens).access_token }
  }

  /** A sale of its own for each test, so that no test depends on what another left behind. */
  async openSale(changes: Partial<components['schemas']['NewSale']> = {}): Promise<Sale> {
    const mark = randomUUID().slice(0, 8)
    const product = await this.asStaff<Product>('/api/v1/products', {
      slug: `e2e-kettle-${mark}`,
      name: `Kettle ${mark}`,
      description: 'Pours a thread of water as thin as a pencil line.',
      images: [{ url: '/demo/ember-kettle.svg', alt: '' }],
      price: { amount: 12_900, currency: 'EUR' },
      stock: 50,
      status: 'published',
    })
    return this.asStaff<Sale>('/api/v1/sales', {
      product_id: product.id,
      title: `Kettle ${mark}, one morning only`,
      price: { amount: 8_900, currency: 'EUR' },
      starts_at: new Date(Date.now() - 60_000).toISOString(),
      ends_at: new Date(Date.now() + 3_600_000).toISOString(),
      allocated: 10,
      ...changes,
    })
  }

  /** A product of its own, with a word in its name that no other product has. */
  async newProduct(changes: Partial<components['schemas']['NewProduct']> = {}): Promise<Product> {
    const mark = randomUUID().slice(0, 8)
    return this.asStaff<Product>('/api/v1/products', {
      slug: `e2e-teapot-${mark}`,
      name: `Teapot ${mark}`,
      description: 'Holds four cups, and pours them without a drop beside.',
      images: [{ url: '/demo/ember-kettle.svg', alt: 'A copper pot with a long spout' }],
      price: { amount: 4_900, currency: 'EUR' },
      vat_basis_points: 2_000,
      weight_grams: 900,
      stock: 20,
      status: 'published',
      ...changes,
    })
  }

  /** What the staff do to a product while somebody has it in the cart. */
  async changeProduct({ slug }: Product, changes: components['schemas']['ProductUpdate']): Promise<void> {
    const headers = { Authorization: `Bearer ${await this.staffToken()}`, 'If-Match': '*' }
    const response = await this.api.patch(`/api/v1/products/${slug}`, { data: changes, headers })
    expect(response.status(), await response.text()).toBe(200)
  }

  /** A discount code, and the word for it. */
  async newCode(changes: Partial<components['schemas']['NewDiscountCode']> = {}): Promise<string> {
    const code = `TEN-${randomUUID().slice(0, 8).toUpperCase()}`
    await this.asStaff('/api/v1/codes', {
      code,
      title: 'A tenth off',
      percent: 10,
      starts_at: new Date(Date.now() - 60_000).toISOString(),
      ends_at: new Date(Date.now() + 3_600_000).toISOString(),
      ...changes,
    })
    return code
  }

  /** What another member of the staff does meanwhile. */
  async changeSale(sale: Sale, changes: components['schemas']['SaleUpdate']): Promise<void> {
    const headers = { Authorization: `Bearer ${await this.staffToken()}`, 'If-Match': '*' }
    const response = await this.api.patch(`/api/v1/sales/${sale.id}`, { data: changes, headers })
    expect(response.status(), await response.text()).toBe(200)
  }

  async steer(sale: Sale, steer: 'pause' | 'resume' | 'cancel'): Promise<void> {
    const headers = { Authorization: `Bearer ${await this.staffToken()}` }
    const response = await this.api.post(`/api/v1/sales/${sale.id}/${steer}`, { headers })
    expect(response.status(), await response.text()).toBe(200)
  }

  async cancel(order: Order, token: string): Promise<void> {
    const response = await this.api.post(`/api/v1/orders/${order.id}/cancel`, { headers: { Authorization: `Bearer ${token}` } })
    expect(response.status(), await response.text()).toBe(200)
  }

  async buy(sale: Sale, token: string): Promise<Order> {
    const response = await this.api.post('/api/v1/orders', {
      data: { sale_id: sale.id, quantity: 1 },
      headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() },
    })
    expect(response.status(), await response.text()).toBe(201)
    return (await response.json()) as Order
  }

  /** A paid order of a cart with one product, of a customer who is named; a new one unless somebody is. */
  async paidOrder(product: Product, quantity: number, customer?: Customer): Promise<Order> {
    const { email, token } = customer ?? (await this.newCustomer())
    const as = { Authorization: `Bearer ${token}` }
    const put = await this.api.put(`/api/v1/cart/items/${product.id}`, { data: { quantity }, headers: as })
    expect(put.status(), await put.text()).toBe(200)
    const shipping_address = { name: 'Ada Lovelace', line1: '12 rue des Halles', postal_code: '75001', city: 'Paris', country: 'FR' }
    const placed = await this.api.post('/api/v1/cart/checkout', {
      data: { email, shipping_address, shipping_method: 'standard' },
      headers: { ...as, 'Idempotency-Key': randomUUID() },
    })
    expect(placed.status(), await placed.text()).toBe(201)
    const order = (await placed.json()) as Order
    const paid = await this.api.post(`/api/v1/orders/${order.id}/payment`, { data: { test_outcome: 'success' }, headers: { ...as, 'Idempotency-Key': randomUUID() } })
    expect(paid.status(), await paid.text()).toBe(200)
    return order
  }

  /** Packed, sent in one parcel, and arrived. */
  async deliver({ id }: Order): Promise<void> {
    const headers = { Authorization: `Bearer ${await this.staffToken()}` }
    const step = async (what: string, more: { data?: object; headers?: Record<string, string> } = {}) => {
      const response = await this.api.post(`/api/v1/orders/${id}/${what}`, { ...more, headers: { ...headers, ...more.headers } })
      expect(response.ok(), await response.text()).toBe(true)
    }
    await step('pack')
    await step('shipments', { data: { carrier: 'DHL' }, headers: { 'Idempotency-Key': randomUUID() } })
    await step('deliver')
  }

  /** What the staff give back of an order; everything that is left unless the refund says less. */
  async refund({ id }: Order, refund: components['schemas']['NewRefund']): Promise<void> {
    const headers = { Authorization: `Bearer ${await this.staffToken()}`, 'Idempotency-Key': randomUUID() }
    const response = await this.api.post(`/api/v1/orders/${id}/refunds`, { data: refund, headers })
    expect(response.ok(), await response.text()).toBe(true)
  }

  /** A customer asks to send something back of what has arrived. */
  async askToReturn({ id }: Order, { token }: Customer, wish: components['schemas']['NewReturn']): Promise<void> {
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() }
    const response = await this.api.post(`/api/v1/orders/${id}/returns`, { data: wish, headers })
    expect(response.ok(), await response.text()).toBe(true)
  }

  /** The newest mail to an address, as soon as it is there. In a development shop mails go to a mailbox, not out. */
  async mailTo(email: string, subject: RegExp): Promise<Mail> {
    let found: Mail | undefined
    await expect(async () => {
      const mails = (await (await this.api.get('/dev/mailbox.json')).json()) as Mail[]
      found = mails.find((mail) => mail.to === email && subject.test(mail.subject))
      expect(found, `a mail to ${email} about ${subject.source}`).toBeDefined()
    }).toPass({ timeout: 15_000 })
    if (!found) throw new Error('unreachable: toPass has thrown')
    return found
  }

  private async staffToken(): Promise<string> {
    this.staff ??= (await this.logIn(demoAccount('staff'))).access_token
    return this.staff
  }

  private async asStaff<T>(path: string, data: object): Promise<T> {
    const response = await this.api.post(path, { data, headers: { Authorization: `Bearer ${await this.staffToken()}` } })
    expect(response.status(), await response.text()).toBe(201)
    return (await response.json()) as T
  }
}

export const test = base.extend<{ shop: Shop }>({
  // A context of its own: the staff's session must not end up in the customer's browser.
  shop: async ({ playwright, baseURL }, use) => {
    const api = await playwright.request.newContext({ ...(baseURL === undefined ? {} : { baseURL }) })
    await use(new Shop(api))
    await api.dispose()
  },
})

/** A browser that shares nothing with the test's own: another device. */
export async function anotherDevice(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const elsewhere = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), viewport: { width: 390, height: 844 } })
  return elsewhere.newPage()
}

/** Registers through the page, the way a customer does. */
export async function register(page: Page, next = '/'): Promise<string> {
  const email = newEmail()
  await page.goto(next === '/' ? '/register' : `/register?next=${encodeURIComponent(next)}`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('button', { name: `Account of ${email}` })).toBeVisible()
  return email
}

/** Logs in through the page. */
export async function logIn(page: Page, email: string, secret: string, next = '/'): Promise<void> {
  await page.goto(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

/** Logs in through the page as somebody who runs the shop. */
export async function logInAsStaff(page: Page, next: string, role: 'staff' | 'admin' = 'staff'): Promise<void> {
  const { email, password: secret } = demoAccount(role)
  await logIn(page, email, secret, next)
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible()
}

/** Puts a product into the cart on its page, and leaves the cart that opens. */
export async function addToCart(page: Page, slug: string): Promise<void> {
  await page.goto(`/products/${slug}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Go to checkout' }).waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Fills in the step of the checkout that asks who and where. */
export async function fillAddress(page: Page, email?: string): Promise<void> {
  if (email !== undefined) await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByLabel('Street and number').fill('12 rue des Halles')
  await page.getByLabel('Postal code').fill('75001')
  await page.getByLabel('Town').fill('Paris')
  await page.getByLabel('Country or region').selectOption('FR')
  await page.getByRole('button', { name: 'Go on to shipping' }).click()
}

/** Pays with the test provider on the order's page. */
export async function pay(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Pay €/ }).click()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
}

export const outcome = (page: Page, name: string) => page.getByRole('heading', { name })

export { expect }
