import { expect, newEmail, outcome, password, register, test } from './shop'

test('a wrong password is said in words and loses nothing', async ({ page, shop }) => {
  const { email } = await shop.newCustomer()
  await page.goto('/login')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(outcome(page, 'That did not match')).toBeFocused()
  await expect(page.getByLabel('Email address')).toHaveValue(email)

  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(page.getByRole('button', { name: `Account of ${email}` })).toBeVisible()
})

test('a session survives a reload and ends in every tab', async ({ page, context }) => {
  const email = await register(page)
  await page.reload()
  const account = page.getByRole('button', { name: `Account of ${email}` })
  await expect(account).toBeVisible()

  const other = await context.newPage()
  await other.goto('/orders')
  await expect(other.getByRole('heading', { name: 'No orders yet' })).toBeVisible()

  await account.click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'Log in to see your orders' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()
})

test('registering says next to the field what is wrong with it', async ({ page, shop }) => {
  const { email } = await shop.newCustomer()
  await page.goto('/register')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByLabel('Email address')).toHaveAccessibleDescription(/already has an account/)
  await expect(page.getByLabel('Email address')).toBeFocused()

  await page.getByLabel('Email address').fill(newEmail())
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
})

test('somebody else’s order is nothing to know about', async ({ page, shop }) => {
  const sale = await shop.openSale()
  const { token } = await shop.newCustomer()
  const order = await shop.buy(sale, token)
  await register(page)
  await page.goto(`/orders/${order.id}`)
  await expect(outcome(page, 'There is nothing at this address')).toBeVisible()
})
