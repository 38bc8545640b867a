// Takes the pictures of docs/pages from a demo shop that runs: node scripts/screenshots.mjs http://127.0.0.1:8080 [folder]
// With DOORBUSTER_DEMO_ACCOUNTS (demo-accounts.json of the shop's DATA_DIR) also those of the back office.
// The browser is the distribution's (CHROME_PATH); nothing is downloaded. Pictures are WebP, as large as the window.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'

const [base = 'http://127.0.0.1:8080', folder = new URL('../../docs/pages/', import.meta.url).pathname] = process.argv.slice(2)
await mkdir(folder, { recursive: true })

const largest = 60 * 1024
/** A telephone at night, a desk by day: both themes and both layouts, without four pictures of every page. */
const windows = /** @type {const} */ ([
  { name: '390-dark', colorScheme: 'dark', width: 390, height: 844 },
  { name: '1440-light', colorScheme: 'light', width: 1440, height: 900 },
])

/** The first product that can be bought. */
async function someProduct() {
  const response = await fetch(new URL('/api/v1/products?sort=best_selling&limit=50', base))
  const { items } = /** @type {{ items: { slug: string, stock: number, discount: unknown }[] }} */ (await response.json())
  const product = items.find(({ stock, discount }) => stock > 2 && discount !== null) ?? items.find(({ stock }) => stock > 2)
  if (!product) throw new Error('the shop has no product in stock')
  return product.slug
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  await page.mouse.move(0, 0)
  await page.waitForLoadState('networkidle')
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(300)
  const devtools = await page.context().newCDPSession(page)
  for (const quality of [72, 55, 40, 25]) {
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality })
    await writeFile(`${folder}/${name}.webp`, Buffer.from(data, 'base64'))
    if ((await stat(`${folder}/${name}.webp`)).size <= largest) break
  }
  await devtools.detach()
}

/** @param {import('@playwright/test').Page} page */
async function fillIn(page) {
  await page.getByLabel('Email address').fill('ada@example.com')
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByLabel('Street and number').fill('12 rue des Halles')
  await page.getByLabel('Postal code').fill('75001')
  await page.getByLabel('Town').fill('Paris')
  await page.getByLabel('Country or region').selectOption('FR')
  await page.getByRole('button', { name: 'Go on to shipping' }).click()
  await page.getByRole('button', { name: 'Go on to review' }).click()
  await page.getByRole('button', { name: /^Order and pay/ }).waitFor()
}

/**
 * @param {string} path
 * @param {object} data
 * @param {{ token?: string, method?: string }} [how]
 */
async function ask(path, data, { token, method = 'POST' } = {}) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) }
  const response = await fetch(new URL(`/api/v1/${path}`, base), { method, headers, body: JSON.stringify(data) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return /** @type {Promise<any>} */ (response.json())
}

/**
 * An order of which a part went back and another shall, and a webhook.
 * @param {string} product
 * @param {{ email: string, password: string }[]} accounts
 */
async function somethingToRun(product, accounts) {
  const [staff, admin] = await Promise.all(accounts.map(async (account) => (await ask('users/authenticate', { ...account, refresh: 'body' })).access_token))
  const { id: bought } = await (await fetch(new URL(`/api/v1/products/${product}`, base))).json()
  const email = `ada-${randomUUID().slice(0, 8)}@example.com`
  const { access_token: ada } = await ask('users', { email, password: randomUUID(), name: 'Ada Lovelace', refresh: 'body' })
  const shipping_address = { name: 'Ada Lovelace', line1: '12 rue des Halles', postal_code: '75001', city: 'Paris', country: 'FR' }
  await ask(`cart/items/${bought}`, { quantity: 3 }, { token: ada, method: 'PUT' })
  const { id } = await ask('cart/checkout', { email, shipping_address, shipping_method: 'standard' }, { token: ada })
  await ask(`orders/${id}/payment`, { test_outcome: 'success' }, { token: ada })
  await ask(`orders/${id}/pack`, {}, { token: staff })
  await ask(`orders/${id}/shipments`, { carrier: 'DHL', tracking_number: '00340434161094042557' }, { token: staff })
  await ask(`orders/${id}/deliver`, {}, { token: staff })
  await ask(`orders/${id}/refunds`, { reason: 'One arrived with a crack', lines: [{ product_id: bought, quantity: 1 }], restock: false }, { token: staff })
  await ask(`orders/${id}/returns`, { reason: 'Two are one too many', lines: [{ product_id: bought, quantity: 1 }] }, { token: ada })
  const { webhook } = await ask('webhooks', { url: `https://books.example.com/doorbuster/${randomUUID().slice(0, 8)}`, description: 'Bookkeeping', events: ['order.paid', 'refund.settled'] }, { token: admin })
  return { order: `/staff/orders/${id}`, webhook: `/staff/webhooks/${webhook.id}` }
}

const slug = await someProduct()
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-sync'],
})
for (const { name, colorScheme, ...viewport } of windows) {
  const context = await browser.newContext({ baseURL: base, viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const as = (/** @type {string} */ shown) => shoot(page, `${shown}-${name}`)
  await page.goto('/')
  await as('home')
  await page.goto('/products')
  await as('browse')
  await page.goto('/products?q=fromaj&on_sale=true')
  await as('search')
  await page.goto(`/products/${slug}`)
  await page.getByRole('button', { name: 'Add to cart' }).waitFor()
  await as('product')
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Look at the cart' }).waitFor()
  await as('drawer')
  await page.goto('/cart')
  await as('cart')
  await page.getByRole('link', { name: 'Go to checkout' }).click()
  await fillIn(page)
  await as('checkout')
  await context.close()
}

const file = process.env.DOORBUSTER_DEMO_ACCOUNTS
if (file !== undefined) {
  const all = /** @type {{ email: string, password: string, role: string }[]} */ (JSON.parse(await readFile(file, 'utf8')))
  const accounts = ['staff', 'admin'].map((role) => {
    const account = all.find((one) => one.role === role)
    if (!account) throw new Error(`${file} has no ${role}`)
    return { email: account.email, password: account.password }
  })
  const { order, webhook } = await somethingToRun(slug, accounts)
  const admin = accounts[1] ?? { email: '', password: '' }
  for (const { name, colorScheme, ...viewport } of windows) {
    const context = await browser.newContext({ baseURL: base, viewport, colorScheme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`/login?next=${encodeURIComponent(order)}`)
    await page.getByLabel('Email address').fill(admin.email)
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /^Order/ }).waitFor()
    await shoot(page, `staff-order-${name}`)
    await page.goto('/staff/invoices')
    await page.getByRole('table').waitFor()
    await shoot(page, `staff-invoices-${name}`)
    // What is only lists and forms needs no second picture on a telephone.
    if (viewport.width > 1_000) {
      await page.goto('/staff/returns')
      await page.getByRole('button', { name: /^Approve/ }).first().waitFor()
      await shoot(page, `staff-returns-${name}`)
      await page.goto(webhook)
      await page.getByRole('button', { name: 'Send a test' }).waitFor()
      await shoot(page, `staff-webhook-${name}`)
    }
    await context.close()
  }
}
await browser.close()
