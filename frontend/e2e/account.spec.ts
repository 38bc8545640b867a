import { expect, logIn, outcome, password, register, test } from './shop'

test('another device is logged out from here, and this one goes on', async ({ page, browser, baseURL }) => {
  const email = await register(page)
  const elsewhere = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0' })
  const other = await elsewhere.newPage()
  await logIn(other, email, password, '/orders')
  await expect(other.getByRole('heading', { name: 'No orders yet' })).toBeVisible()

  await page.getByRole('button', { name: `Account of ${email}` }).click()
  await page.getByRole('link', { name: 'Your account' }).click()
  const devices = page.getByRole('region', { name: 'Where you are logged in' }).getByRole('listitem')
  await expect(devices).toHaveCount(2)
  await expect(devices.first()).toContainText('This device')
  await page.getByRole('button', { name: 'Log out: Firefox on Windows' }).click()
  await expect(page.getByText('Firefox on Windows is logged out.')).toBeVisible()
  await expect(devices).toHaveCount(1)

  await other.getByRole('link', { name: 'Paid', exact: true }).click()
  await expect(other.getByRole('heading', { name: 'Log in to see your orders' })).toBeVisible()
  await elsewhere.close()
  await page.reload()
  await expect(devices).toHaveCount(1)
})

test('logging out everywhere ends this device too, with a word, by keyboard alone', async ({ page }) => {
  const email = await register(page, '/account')
  await page.getByRole('button', { name: 'Log out everywhere' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Stay logged in' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Log out everywhere' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(outcome(page, 'You are logged out everywhere')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Log in', exact: true })).toBeVisible()

  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
})

test('a name is kept and shown', async ({ page }) => {
  await register(page, '/account')
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account of Ada Lovelace' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace')
})
