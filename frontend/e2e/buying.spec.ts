import { expect, outcome, password, register, test } from './shop'

test('a new customer buys, holds, pays, and finds it all again', async ({ page, shop, browser, baseURL }) => {
  const sale = await shop.openSale()
  await page.goto('/sales')
  await page.getByRole('link', { name: sale.title }).click()
  await expect(page.getByText('All 10 left')).toBeVisible()

  // Not logged in yet: the press is kept, and finished after registering.
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByRole('link', { name: 'New here? Make an account' }).click()
  const email = `e2e-${Date.now()}@example.com`
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()

  await expect(outcome(page, 'Held for you')).toBeVisible()
  await expect(page.getByRole('timer', { name: 'Left to pay' })).toHaveText(/^(10:00|09:[45]\d)$/)
  await expect(page.getByText('9 left')).toBeVisible()

  // The hold is a state of the shop, not of this page.
  await page.reload()
  await expect(outcome(page, 'Held for you')).toBeVisible()
  const elsewhere = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }) })
  const other = await elsewhere.newPage()
  await other.goto(`/login?next=/sales/${sale.id}`)
  await other.getByLabel('Email address').fill(email)
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(outcome(other, 'Held for you')).toBeVisible()
  await elsewhere.close()

  await page.getByRole('link', { name: /^Pay €/ }).click()
  await expect(page.getByText('Test payment', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Pay €/ }).click()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
  await expect(page.getByText('Charged')).toBeVisible()

  await page.reload()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
  await page.goto(`/sales/${sale.id}`)
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
  await page.goto('/orders')
  await expect(page.getByRole('listitem').filter({ hasText: sale.product.name })).toContainText('Paid')
})

test('a declined payment keeps the hold, and another try pays', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await register(page, `/sales/${sale.id}`)
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByRole('link', { name: /^Pay €/ }).click()
  await page.getByRole('radio', { name: /^Decline/ }).check()
  await page.getByRole('button', { name: /^Pay €/ }).click()
  await expect(outcome(page, 'The payment was declined')).toBeVisible()
  await expect(page.getByRole('timer', { name: 'Left to pay' })).toBeVisible()
  await page.getByRole('radio', { name: /^Approve slowly/ }).check()
  await page.getByRole('button', { name: /^Try again: pay/ }).click()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible({ timeout: 30_000 })
})

test('cancelling names the order, gives the unit back, and lets one buy again', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await register(page, `/sales/${sale.id}`)
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByRole('link', { name: /^Pay €/ }).click()
  await page.getByRole('button', { name: 'Cancel this order' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(sale.product.name)
  await dialog.getByRole('button', { name: /^Cancel [0-9A-Z]/ }).click()
  await expect(outcome(page, 'This order was cancelled')).toBeVisible()

  await page.getByRole('link', { name: 'Back to the sale' }).click()
  await page.getByRole('button', { name: /^Buy again for/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
})

test('a hold that runs out says so, and lets one buy again', async ({ page, shop }) => {
  const sale = await shop.openSale({ hold_seconds: 10 })
  await register(page, `/sales/${sale.id}`)
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await expect(page.getByRole('timer', { name: 'Left to pay' })).toBeVisible()
  await expect(outcome(page, 'Your hold ran out')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: /^Buy again for/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
})

test('buying twice leads to the order one already has', async ({ page, shop }) => {
  const sale = await shop.openSale()
  const { email, token } = await shop.newCustomer()
  await page.goto(`/login?next=/sales/${sale.id}`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  const button = page.getByRole('button', { name: /^Buy for/ })
  await expect(button).toBeVisible()

  // Meanwhile the same customer buys on another device; this page still shows the button.
  await page.route('**/api/v1/orders?**', (route) => route.abort())
  const order = await shop.buy(sale, token)
  await button.click()
  await expect(outcome(page, 'You already have an order in this sale')).toBeVisible()
  await page.unroute('**/api/v1/orders?**')
  await page.getByRole('link', { name: 'Open your order' }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}$`))
  await expect(page.getByText(order.number).first()).toBeVisible()
})

test('sold out says so at once, and that it may reopen', async ({ page, shop }) => {
  const sale = await shop.openSale({ allocated: 1 })
  await register(page, `/sales/${sale.id}`)
  await expect(page.getByText('The only one is left')).toBeVisible()
  const { token } = await shop.newCustomer()
  await shop.buy(sale, token)
  // Whoever is looking learns it without doing anything.
  await expect(page.getByText(/It may reopen/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Buy/ })).toHaveCount(0)
})

test('a lost answer is asked again by the same key, and makes one order', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await register(page, `/sales/${sale.id}`)
  const keys: (string | undefined)[] = []
  await page.route('**/api/v1/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    keys.push(route.request().headers()['idempotency-key'])
    // The first request reaches the shop; its answer does not reach the page.
    if (keys.length > 1) return route.fallback()
    await route.fetch()
    return route.abort('connectionreset')
  })
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
  await page.goto('/orders')
  await expect(page.getByRole('listitem').filter({ hasText: sale.product.name })).toHaveCount(1)
})

test('a scheduled sale opens by itself and sells', async ({ page, shop }) => {
  const sale = await shop.openSale({ starts_at: new Date(Date.now() + 8_000).toISOString() })
  await register(page, `/sales/${sale.id}`)
  await expect(page.getByRole('timer', { name: 'Starts in' })).toBeVisible()
  const buy = page.getByRole('button', { name: /^Buy for/ })
  await expect(buy).toBeVisible({ timeout: 20_000 })
  await buy.click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
})

test('the whole purchase works with the keyboard alone', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await register(page, `/sales/${sale.id}`)
  const buy = page.getByRole('button', { name: /^Buy for/ })
  await expect(buy).toBeVisible()
  const tabTo = async (target: typeof buy) => {
    for (let press = 0; press < 30; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error('The control cannot be reached with Tab.')
  }
  await tabTo(buy)
  await page.keyboard.press('Enter')
  await expect(outcome(page, 'Held for you')).toBeFocused()
  await tabTo(page.getByRole('link', { name: /^Pay €/ }))
  await page.keyboard.press('Enter')
  const pay = page.getByRole('button', { name: /^Pay €/ })
  await expect(pay).toBeVisible()
  await tabTo(pay)
  await page.keyboard.press('Space')
  await expect(outcome(page, 'Paid. It is yours')).toBeFocused()
})
