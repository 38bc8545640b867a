import { expect, test } from './shop'

test('the chosen theme stays, and nothing comes from elsewhere', async ({ page, baseURL }) => {
  const origins = new Set<string>()
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin)
  })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A visitor without a session is answered 401 once, and the browser notes it.
    if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text())
  })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const dark = await background()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Switch to the light theme' })).toBeVisible()
  expect(await background()).toBe(dark)
  expect([...origins]).toEqual([new URL(baseURL ?? page.url()).origin])
  expect(errors).toEqual([])
})

test('the frame stands while the shop does not answer, and the page recovers by itself', async ({ page, shop }) => {
  const sale = await shop.openSale()
  let down = true
  await page.route('**/api/v1/**', (route) =>
    down ? route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { code: 'busy', status: 503 } }) : route.fallback(),
  )
  await page.goto(`/sales/${sale.id}`)
  await expect(page.getByRole('link', { name: /^Doorbuster/ })).toBeVisible()
  await expect(page.getByText(/asked again in 1 second/)).toBeVisible()
  down = false
  await expect(page.getByRole('heading', { name: sale.title })).toBeVisible()
})

test('the first answer is asked for once, ahead of the application', async ({ page, shop }) => {
  const sale = await shop.openSale()
  const asked: number[] = []
  page.on('request', (request) => {
    if (request.url().endsWith(`/api/v1/sales/${sale.id}`)) asked.push(Date.now())
  })
  const opened = Date.now()
  await page.goto(`/sales/${sale.id}`)
  await expect(page.getByRole('heading', { name: sale.title })).toBeVisible()
  const first = Date.now() - opened
  // Further looks belong to the poll, and come no sooner than it plans them.
  expect(asked.filter((at) => at - opened < Math.min(first, 700))).toHaveLength(1)
})
