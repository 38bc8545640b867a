import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addToCart, expect, fillAddress, logIn, logInAsStaff, newEmail, outcome, password, pay, register, test } from './shop'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What depends on the theme: all else was looked at in the light one, in the same document. */
const themed = ['color-contrast', 'link-in-text-block']

async function expectClean(page: Page, name: string) {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page })
    const { violations } = await (theme === 'light' ? axe.withTags(rules) : axe.withRules(themed)).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
    expect(found, `${name}, ${theme}`).toEqual([])
  }
}

async function expectNoSidewaysScroll(page: Page, name: string) {
  await page.setViewportSize({ width: 360, height: 740 })
  const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }))
  expect(content, `${name} at 360 px`).toBeLessThanOrEqual(window)
  await page.setViewportSize({ width: 390, height: 844 })
}

test('every page is accessible in both themes and fits 360 px', async ({ page, shop }) => {
  test.setTimeout(300_000)
  const live = await shop.openSale({ per_customer_limit: 2 })
  const soldOut = await shop.openSale({ allocated: 1 })
  const coming = await shop.openSale({ starts_at: new Date(Date.now() + 1_800_000).toISOString() })
  await shop.buy(soldOut, (await shop.newCustomer()).token)

  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  const visit = async (address: string, ready: string) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: ready }).first()).toBeVisible()
    await look(address)
  }

  await visit('/', 'By kind')
  await visit('/sales', live.title)
  await visit(`/sales/${live.id}`, live.title)
  await visit(`/sales/${soldOut.id}`, 'Sold out')
  await visit(`/sales/${coming.id}`, coming.title)
  await visit('/login', 'Log in')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await look('the login with errors')
  await visit('/register', 'Make an account')
  await visit('/forgot-password', 'Forgot your password?')
  await page.getByLabel('Email address').fill(newEmail())
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(outcome(page, 'Look in your mail')).toBeVisible()
  await look('the request for a new password, sent')
  await visit('/reset-password', 'Follow the link in the mail')
  await visit('/reset-password#token=nonsense', 'Choose a new password')
  await page.getByLabel('New password').fill('copper-lantern-meadow-4')
  await page.getByRole('button', { name: 'Set the new password' }).click()
  await expect(outcome(page, 'This link does not work any more')).toBeVisible()
  await look('a worthless link for a new password')
  await visit('/verify-email', 'Follow the link in the mail')
  await visit('/verify-email#token=nonsense', 'This link does not work any more')
  await visit('/terms', 'Terms')
  await visit('/nowhere', 'There is nothing behind this door')
  await visit('/orders', 'Log in to see your orders')
  await visit('/account', 'Log in to see your account')

  await register(page, `/sales/${live.id}`)
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
  await look('the sale with a hold')
  await page.getByRole('link', { name: /^Pay €/ }).click()
  await expect(page.getByRole('radio').first()).toBeVisible()
  await look('the order before its payment')
  await page.getByRole('radio', { name: /^Decline/ }).check()
  await page.getByRole('button', { name: /^Pay €/ }).click()
  await expect(outcome(page, 'The payment was declined')).toBeVisible()
  await look('the order after a declined payment')
  await page.getByRole('button', { name: 'Cancel this order' }).click()
  await look('the question before cancelling')
  await page.getByRole('button', { name: 'Keep the order' }).click()
  await page.getByRole('radio', { name: /^Approve The/ }).check()
  await page.getByRole('button', { name: /^Try again/ }).click()
  await expect(outcome(page, 'Paid. It is yours')).toBeVisible()
  await look('the order after its payment')
  await page.getByRole('link', { name: 'Your receipt, to check' }).click()
  await page.getByRole('button', { name: 'Check my receipt' }).click()
  await expect(outcome(page, 'Your order is in the journal')).toBeVisible()
  await look('the receipt after its check')
  await visit(`/sales/${live.id}/journal`, 'The sale’s journal')
  await page.getByText('Seals').first().click()
  await look('an entry with its seals')
  await visit('/orders', 'My orders')
  await visit('/account', 'Where you are logged in')
  await page.getByRole('button', { name: 'Change the address' }).click()
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('button', { name: 'Add an address' }).click()
  for (const send of ['Send a link to the new address', 'Change the password', 'Add the address']) await page.getByRole('button', { name: send }).click()
  await look('the account with its forms open, and errors in them')
  await page.getByLabel('Full name').fill('Ada Lovelace, who has a rather long name for a label on a parcel')
  await page.getByLabel('Street and number').fill('Donaudampfschifffahrtsgesellschaftsstraße 112')
  await page.getByLabel('Postal code').fill('1030')
  await page.getByLabel('Town').fill('Wien')
  await page.getByLabel('Country or region').selectOption('AT')
  await page.getByRole('button', { name: 'Add the address' }).click()
  await expect(page.getByText('Offered first')).toBeVisible()
  await look('the account with an address')
  await page.getByRole('button', { name: /^Remove:/ }).click()
  await look('the question before an address is removed')
  await page.getByRole('button', { name: 'Keep the address' }).click()
  await visit('/verify-email#token=nonsense', 'This link does not work any more')
  await visit('/account', 'Where you are logged in')
  await page.getByRole('button', { name: 'Log out everywhere' }).first().click()
  await look('the question before logging out everywhere')
  await page.getByRole('button', { name: 'Stay logged in' }).click()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await look('the account menu')
  await visit('/staff/sales', 'Your account may not do this')

  await page.context().clearCookies()
  await logInAsStaff(page, '/staff/sales')
  await visit('/staff/sales', 'Run the sales')
  await visit(`/staff/sales/${live.id}`, live.title)
  await page.getByLabel('Title').fill('')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await look('the form of a sale with errors')
  await shop.changeSale(live, { title: `${live.title}, changed` })
  await expect(outcome(page, 'Somebody else changed it')).toBeVisible()
  await look('the sale that somebody else changed')
  await page.getByRole('button', { name: 'Cancel for good' }).click()
  await look('the question before a sale is cancelled')
})

test('the orders of the back office are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const product = await shop.newProduct({ name: 'Teapot with a name that is a good deal longer than most names' })
  const order = await shop.paidOrder(product, 3)
  await shop.paidOrder(product, 1)
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }

  await logInAsStaff(page, '/staff/orders')
  await expect(page.getByRole('link', { name: order.number })).toBeVisible()
  await look('the orders')
  await page.goto('/staff/orders?q=what')
  await expect(page.getByRole('searchbox')).toHaveAttribute('aria-invalid', 'true')
  await look('the orders, searched for nonsense')
  await page.goto('/staff/orders?to=2001-01-01')
  await expect(outcome(page, 'No order is like that')).toBeVisible()
  await look('no orders')
  await page.goto(`/staff/orders/${order.id}`)
  await expect(outcome(page, 'To be packed')).toBeVisible()
  await look('a paid order')
  await page.getByRole('button', { name: 'Cancel the order' }).click()
  await look('the question before an order is cancelled')
  await page.getByRole('button', { name: 'Keep the order' }).click()
  await page.getByRole('button', { name: 'Pack it' }).click()
  await page.getByRole('button', { name: 'Send a parcel' }).click()
  await page.getByLabel('Carrier').fill('')
  await page.getByLabel(`Units of ${product.name}`).fill('9')
  await page.getByRole('button', { name: 'Send the parcel' }).click()
  await look('the form of a parcel with errors')
  await page.getByLabel('Carrier').fill('DHL')
  await page.getByLabel('Tracking number').fill('00340434161094042557')
  await page.getByLabel(`Units of ${product.name}`).fill('1')
  await page.getByRole('button', { name: 'Send the parcel' }).click()
  await page.getByLabel('Write a note').fill('Asked by phone to ring twice')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByText('The note is written.')).toBeVisible()
  await look('an order of which a part has left')

  await page.goto('/staff/pack-list')
  await page.getByLabel('Select all').check()
  await look('the pack list, all selected')
  await page.getByRole('button', { name: /^Pack \d+ order/ }).click()
  await look('the question before orders are packed')
  await page.getByRole('dialog').getByRole('button', { name: /^Pack \d+ order/ }).click()
  await expect(outcome(page, 'What became of them')).toBeVisible()
  await look('what became of the packed orders')
})

test('the pages of the shop around the sales are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const product = await shop.newProduct()
  const soldOut = await shop.newProduct({ stock: 0, images: [] })
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  const visit = async (address: string, ready: string) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: ready }).first()).toBeVisible()
    await look(address)
  }

  await visit('/products', 'All products')
  await page.getByRole('button', { name: /^Filters/ }).click()
  await expect(page.getByRole('dialog').getByRole('group', { name: 'Made by' })).toBeVisible()
  await look('the filters')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/products?in_stock=true&price_max=20000')
  await expect(page.getByRole('link', { name: 'Without the filter: In stock' })).toBeVisible()
  await expectClean(page, 'the list with its filters at the side')
  await page.setViewportSize({ width: 390, height: 844 })
  await visit('/products?q=qqqqzzzz&in_stock=true', 'Nothing found for “qqqqzzzz”')
  await page.goto('/')
  await page.getByRole('combobox', { name: 'Search the shop' }).fill(product.name)
  await expect(page.getByRole('option').first()).toBeVisible()
  await look('the suggestions')
  await visit(`/products/${product.slug}`, product.name)
  await visit(`/products/${soldOut.slug}`, soldOut.name)
  await page.goto('/products/there-is-none')
  await expect(page.getByText('This product is not in the shop')).toBeVisible()
  await look('a product that is not there')

  await page.goto('/cart')
  await expect(page.getByText(/Your cart is empty/)).toBeVisible()
  await look('the empty cart')
  await visit('/checkout', 'There is nothing to check out')
  await page.goto(`/products/${product.slug}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Go to checkout' })).toBeVisible()
  await look('the cart over the page')
  await addToCart(page, product.slug)
  await visit('/cart', 'Cart')
  await page.getByRole('textbox', { name: 'Discount code' }).fill('NO-SUCH-CODE')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('textbox', { name: 'Discount code' })).toHaveAttribute('aria-invalid', 'true')
  await look('the cart with a wrong code')
  await page.getByRole('button', { name: /^Remove/ }).click()
  await expect(page.getByRole('button', { name: 'Put it back' })).toBeVisible()
  await look('the cart with a line taken out')
  await page.getByRole('button', { name: 'Put it back' }).click()
  await visit('/checkout/address', 'Where should it go?')
  await page.getByRole('button', { name: 'Go on to shipping' }).click()
  await look('the address with errors')
  await fillAddress(page, newEmail())
  await expect(outcome(page, 'How should it get there?')).toBeVisible()
  await look('the shipping')
  await page.getByRole('button', { name: 'Go on to review' }).click()
  await page.locator('summary').click()
  await look('the review')
  await page.getByRole('button', { name: /^Order and pay/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
  await look('the order of a visitor before its payment')
  await pay(page)
  await look('the order of a visitor after its payment')
})

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

test('the staff’s pages of products are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(240_000)
  const product = await shop.newProduct()
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  const visit = async (address: string, ready: string) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: ready }).filter({ visible: true }).first()).toBeVisible()
    await look(address)
  }
  await logInAsStaff(page, '/staff/products')
  await expect(page.getByRole('link', { name: product.name })).toBeVisible()
  await page.getByRole('checkbox', { name: `Choose ${product.name}` }).check()
  await look('the products, one of them chosen')
  await page.getByRole('region', { name: 'What is chosen' }).getByRole('button', { name: 'Archive' }).click()
  await look('the question before products are archived')
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await page.goto('/staff/products?q=qqqqzzzz&brand=nobody')
  await expect(page.getByText('Nothing is like that')).toBeVisible()
  await look('no products')

  await visit('/staff/products/new', 'New product')
  await page.getByLabel(/^Add pictures/).setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await look('a new product with errors')

  await visit(`/staff/products/${product.slug}`, product.name)
  await page.getByLabel('How many arrived').fill('none')
  await page.getByRole('button', { name: 'Write down what arrived' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`${product.name}, mine`)
  await shop.changeProduct(product, { name: `${product.name}, theirs`, images: [] })
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(outcome(page, 'Somebody else changed it')).toBeVisible()
  await look('both versions of a product, and an error in its stock')
  await page.getByRole('button', { name: 'Archive' }).click()
  await look('the question before a product is archived')
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
})

test('the staff’s lists of the catalogue are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(300_000)
  const code = await shop.newCode({ total_limit: 10 })
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  const visit = async (address: string, ready: string) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: ready }).filter({ visible: true }).first()).toBeVisible()
    await look(address)
  }
  await logInAsStaff(page, '/staff/codes')
  for (const [address, title, fresh] of [
    ['/staff/brands', 'Brands', 'New brand'],
    ['/staff/categories', 'Categories', 'New category'],
    ['/staff/discounts', 'Discounts', 'New discount'],
    ['/staff/codes', 'Discount codes', 'New code'],
    ['/staff/banners', 'Banners', 'New banner'],
  ] as const) {
    await visit(address, title)
    await page.locator('[data-row]').first().click()
    await expect(page.getByRole('button', { name: 'Save the changes' })).toBeVisible()
    await look(`${address}, one opened`)
    await page.goto(`${address}?open=new`)
    await page.getByRole('button', { name: fresh }).click()
    await expect(page.locator('[aria-invalid]').filter({ visible: true }).first()).toBeVisible()
    await look(`${address}, a new one with errors`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await expectClean(page, `${address}, with the form at the side`)
    await page.setViewportSize({ width: 390, height: 844 })
  }
  await page.goto('/staff/codes')
  await page.getByRole('link', { name: code }).click()
  await page.getByRole('button', { name: 'Call the code off' }).click()
  await look('the question before a code is called off')
})

test('what a customer sends back, and its documents, are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(120_000)
  const product = await shop.newProduct({ name: 'Teapot with a name that is a good deal longer than most names' })
  const customer = await shop.newCustomer()
  const order = await shop.paidOrder(product, 3, customer)
  await shop.deliver(order)
  await shop.refund(order, { reason: 'The lid was broken, and the box with the tea in it was soaked', lines: [{ product_id: product.id, quantity: 1 }], restock: false })
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }

  await logIn(page, customer.email, password, `/orders/${order.id}`)
  await page.getByRole('button', { name: 'Send something back' }).click()
  await page.getByRole('button', { name: 'Ask to send it back' }).click()
  await look('the form to send something back, with errors')
  await page.getByLabel(`How many of ${product.name}`).selectOption('2')
  await page.getByLabel('Why').fill('It drips on the table, whoever pours and however slowly')
  await page.getByRole('button', { name: 'Ask to send it back' }).click()
  await expect(page.getByText('Waiting for the shop')).toBeVisible()
  await look('the order with a refund and a return')
  await page.getByRole('button', { name: 'Keep it after all' }).click()
  await look('the question before a return is withdrawn')
  await page.getByRole('button', { name: 'Go on with the return' }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('button', { name: /^Credit note/ })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  for (const name of [/^Invoice$/, /^Credit note/]) {
    const opening = page.waitForEvent('popup')
    await page.getByRole('button', { name }).click()
    const opened = await opening
    await expect(opened.getByRole('heading', { level: 1 })).toBeVisible()
    // Its width is that of the paper.
    await expectClean(opened, `the page of ${name.source}`)
    await opened.close()
  }

})

test('refunds, returns and invoices in the back office are accessible in both themes and fit 360 px', async ({ page, shop }) => {
  test.setTimeout(180_000)
  const product = await shop.newProduct({ name: 'Teapot with a name that is a good deal longer than most names' })
  const customer = await shop.newCustomer()
  const order = await shop.paidOrder(product, 3, customer)
  await shop.deliver(order)
  await shop.refund(order, { reason: 'The lid was broken', lines: [{ product_id: product.id, quantity: 1 }], restock: false })
  await shop.askToReturn(order, customer, { reason: 'It drips on the table, whoever pours and however slowly', lines: [{ product_id: product.id, quantity: 2 }] })
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }

  await logInAsStaff(page, `/staff/orders/${order.id}`)
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.getByRole('radio', { name: /^Some units/ }).check()
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await look('the form of a refund, with errors')
  await page.goto('/staff/returns')
  await page.getByRole('button', { name: `Reject: order ${order.number}` }).click()
  await page.getByRole('button', { name: 'Reject the return' }).click()
  await look('the returns, one of them rejected without a word')
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('button', { name: `Approve: order ${order.number}` }).click()
  await page.getByRole('button', { name: 'Approve the return' }).click()
  await expect(page.getByText(`The return of order ${order.number} is approved.`)).toBeVisible()
  await page.goto('/staff/returns?status=approved')
  await page.getByRole('button', { name: `It is here: order ${order.number}` }).click()
  await page.getByLabel(`Units of ${product.name}`).fill('9')
  await page.getByRole('button', { name: /^Receive it/ }).click()
  await look('the form of an arrival, with errors')

  await page.goto('/staff/invoices')
  await expect(page.getByRole('link', { name: order.number }).first()).toBeVisible()
  await look('the invoices')
  await page.setViewportSize({ width: 1440, height: 900 })
  await expectClean(page, 'the invoices, on a desk')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/staff/invoices?number=what')
  await expect(page.getByRole('searchbox')).toHaveAttribute('aria-invalid', 'true')
  await look('the invoices, searched for nonsense')
  await page.goto('/staff/invoices?to=2001-01-01')
  await expect(outcome(page, 'None is like that')).toBeVisible()
  await look('no invoices')
})

test('the pages of webhooks are accessible in both themes and fit 360 px', async ({ page }) => {
  test.setTimeout(120_000)
  const url = `https://hooks.doorbuster.invalid/an/address/that/is/a/good/deal/longer/than/most/${crypto.randomUUID()}`
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  await logInAsStaff(page, '/staff/webhooks', 'admin')
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  await look('a new webhook, with errors')
  await page.getByLabel('Address').fill(url)
  await page.getByLabel('Order paid').check()
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  await expect(outcome(page, 'Copy the secret now')).toBeVisible()
  await look('the webhooks, with a secret')
  await page.getByRole('link', { name: url }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Attempts and message').click()
  await expect(page.getByRole('row')).toHaveCount(2)
  await look('a webhook, with an attempt')
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await look('the question before a new secret')
  await page.getByRole('button', { name: 'Keep the old one' }).click()
  await page.getByRole('button', { name: 'Archive' }).click()
  await look('the question before a webhook is archived')
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('button', { name: 'Bring back' })).toBeVisible()
  await look('an archived webhook')
})
