// Takes the pictures of docs/pages from a demo shop that runs: node scripts/screenshots.mjs http://127.0.0.1:8080 [folder]
// The browser is the distribution's (CHROME_PATH); nothing is downloaded. Pictures are WebP, as large as the window.
import { mkdir, stat, writeFile } from 'node:fs/promises'
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
await browser.close()
