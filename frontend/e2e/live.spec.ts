import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from './shop'

const soldOut = (page: Page) => page.getByText(/It may reopen/)
const buyButton = (page: Page) => page.getByRole('button', { name: /^Buy for/ })

/** The address of every stream that the browser opened. */
function streamsOf(context: BrowserContext): string[] {
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/events')) streams.push(new URL(request.url()).pathname)
  })
  return streams
}

/** Opens a sale, and lets nobody ask again: from here on the page knows only what it is told. */
async function openAndStopAsking(page: Page, address: string) {
  const opened = page.waitForResponse((response) => response.url().endsWith(`${address}/events`))
  await page.goto(address)
  expect((await opened).status()).toBe(200)
  await page.route(`**/api/v1${address}`, (route) => route.abort())
}

test('the page follows selling out and reopening without being reloaded or asking', async ({ page, shop }) => {
  const sale = await shop.openSale({ allocated: 1 })
  const { token } = await shop.newCustomer()
  await openAndStopAsking(page, `/sales/${sale.id}`)
  await expect(page.getByText('The only one is left')).toBeVisible()

  const order = await shop.buy(sale, token)
  await expect(soldOut(page)).toBeVisible({ timeout: 2_000 })
  await expect(page.getByText('The sale is sold out.')).toHaveRole('status')
  await shop.cancel(order, token)
  await expect(buyButton(page)).toBeVisible({ timeout: 2_000 })
  await expect(page.getByText('Units are back: 1 left.')).toHaveRole('status')
  // Nor does it look out of date for not having asked.
  await expect(page.getByText(/out of date/)).toHaveCount(0)
})

test('the page follows what staff do: pause, resume, more units, cancel', async ({ page, shop }) => {
  const sale = await shop.openSale({ allocated: 3 })
  await openAndStopAsking(page, `/sales/${sale.id}`)
  await expect(buyButton(page)).toBeVisible()

  await shop.steer(sale, 'pause')
  await expect(page.getByText(/it reopens here by itself/)).toBeVisible({ timeout: 2_000 })
  await expect(page.getByText('The sale is paused.')).toHaveRole('status')
  await shop.steer(sale, 'resume')
  await expect(buyButton(page)).toBeVisible({ timeout: 2_000 })
  await expect(page.getByText('The sale goes on.')).toHaveRole('status')
  await shop.changeSale(sale, { allocated: 20 })
  await expect(page.getByText('All 20 left')).toBeVisible({ timeout: 2_000 })
  await shop.steer(sale, 'cancel')
  await expect(page.getByText('This sale was cancelled')).toBeVisible({ timeout: 2_000 })
  await expect(page.getByText('The sale was cancelled.', { exact: true })).toHaveRole('status')
})

test('two tabs share one stream, and it passes on when the first is closed', async ({ page, context, shop }) => {
  const streams = streamsOf(context)
  const sale = await shop.openSale({ allocated: 2 })
  const [one, two] = [await shop.newCustomer(), await shop.newCustomer()]
  await openAndStopAsking(page, `/sales/${sale.id}`)
  const second = await context.newPage()
  await second.goto(`/sales/${sale.id}`)
  await expect(buyButton(second)).toBeVisible()
  await second.route(`**/api/v1/sales/${sale.id}`, (route) => route.abort())

  await shop.buy(sale, one.token)
  for (const tab of [page, second]) await expect(tab.getByText('1 left', { exact: true })).toBeVisible({ timeout: 2_000 })
  expect(streams).toHaveLength(1)

  await page.close()
  await expect.poll(() => streams.length).toBe(2)
  await shop.buy(sale, two.token)
  await expect(soldOut(second)).toBeVisible({ timeout: 2_000 })
})

test('where the stream is blocked the page asks', async ({ page, shop }) => {
  const sale = await shop.openSale({ allocated: 1 })
  const { token } = await shop.newCustomer()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith(`/api/v1/sales/${sale.id}`)) asked += 1
  })
  await page.route('**/events', (route) => route.abort())
  await page.goto(`/sales/${sale.id}`)
  await expect(buyButton(page)).toBeVisible()
  await expect.poll(() => asked).toBeGreaterThan(2)
  const order = await shop.buy(sale, token)
  await expect(soldOut(page)).toBeVisible()
  await shop.cancel(order, token)
  await expect(buyButton(page)).toBeVisible()
})

test('what the page is told is asked for no more', async ({ page, shop }) => {
  const sale = await shop.openSale({ allocated: 5 })
  await page.goto(`/sales/${sale.id}`)
  await expect(buyButton(page)).toBeVisible()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith(`/api/v1/sales/${sale.id}`)) asked += 1
  })
  await page.waitForTimeout(5_000)
  // The one that was planned before the stream had opened, if any.
  expect(asked).toBeLessThanOrEqual(1)
})
