import { anotherDevice, expect, linkIn, logIn, newEmail, outcome, password, register, test } from './shop'

const newPassword = 'copper-lantern-meadow-4'
const toConfirm = /^Confirm your address/
const aNewPassword = /^A new password/

test('an address is confirmed by the link in the mail, once', async ({ page, shop }) => {
  const email = await register(page, '/account')
  const section = page.getByRole('region', { name: 'Email address' })
  await expect(section.getByRole('heading', { name: 'Not confirmed yet' })).toBeVisible()
  await section.getByRole('button', { name: 'Send the mail again' }).click()
  await expect(section.getByText(`A new mail is on its way to ${email}.`)).toBeVisible()

  const link = linkIn(await shop.mailTo(email, toConfirm))
  await page.goto(link)
  await expect(outcome(page, 'Your address is confirmed')).toBeVisible()
  await expect(page).toHaveURL(/\/verify-email$/)
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await expect(section.getByText('Confirmed', { exact: true })).toBeVisible()
  await expect(section.getByRole('heading', { name: 'Not confirmed yet' })).toBeHidden()

  await page.goto(link)
  await expect(outcome(page, 'This link does not work any more')).toBeVisible()
  await expect(page.getByText(/There is nothing left to do/)).toBeVisible()
})

test('a link is followed on another device, and this one shows it', async ({ page, shop, browser, baseURL }) => {
  const email = await register(page, '/account')
  const other = await anotherDevice(browser, baseURL)
  await other.goto(linkIn(await shop.mailTo(email, toConfirm)))
  await expect(outcome(other, 'Your address is confirmed')).toBeVisible()
  await expect(other.getByRole('link', { name: 'Log in', exact: true }).last()).toBeVisible()
  await other.context().close()
  // One comes back to this tab.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await expect(page.getByRole('region', { name: 'Email address' }).getByText('Confirmed', { exact: true })).toBeVisible()
})

test('a forgotten password is replaced by the link in the mail, and old sessions end', async ({ page, shop, browser, baseURL }) => {
  const email = await register(page)
  const other = await anotherDevice(browser, baseURL)
  await other.goto('/login')
  await other.getByLabel('Email address').fill(email)
  await other.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(other.getByLabel('Email address')).toHaveValue(email)
  await other.getByRole('button', { name: 'Send me a link' }).click()
  await expect(outcome(other, 'Look in your mail')).toBeFocused()
  await expect(other.getByRole('link', { name: 'Open its mailbox' })).toBeVisible()

  const link = linkIn(await shop.mailTo(email, aNewPassword))
  await other.goto(link)
  await expect(outcome(other, 'Choose a new password')).toBeVisible()
  await expect(other).toHaveURL(/\/reset-password$/)
  await other.getByLabel('New password').fill('password12')
  await other.getByRole('button', { name: 'Set the new password' }).click()
  await expect(other.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true')
  await expect(other.getByLabel('New password')).toBeFocused()
  await other.getByLabel('New password').fill(newPassword)
  await other.getByRole('button', { name: 'Set the new password' }).click()
  await expect(outcome(other, 'Your new password counts')).toBeFocused()

  // Whoever was logged in has to log in again, and the old password is of no use.
  await page.getByRole('link', { name: 'My orders' }).or(page.getByRole('button', { name: `Account of ${email}` })).first().click()
  await page.getByRole('link', { name: 'My orders' }).click()
  await expect(outcome(page, 'Log in to see your orders')).toBeVisible()
  await logIn(page, email, password)
  await expect(outcome(page, 'That did not match')).toBeVisible()

  await other.getByRole('main').getByRole('link', { name: 'Log in' }).click()
  await other.getByLabel('Email address').fill(email)
  await other.getByLabel('Password', { exact: true }).fill(newPassword)
  await other.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(other.getByRole('button', { name: `Account of ${email}` })).toBeVisible()

  await other.goto(link)
  await other.getByLabel('New password').fill(`${newPassword}-again`)
  await other.getByRole('button', { name: 'Set the new password' }).click()
  await expect(outcome(other, 'This link does not work any more')).toBeVisible()
  await other.context().close()
})

test('nobody learns from the page whether an address has an account', async ({ page }) => {
  await page.goto('/forgot-password')
  const email = newEmail()
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Email address').press('Enter')
  await expect(outcome(page, 'Look in your mail')).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
  await expect(page.getByText(/^If there is an account with this address/)).toBeVisible()
})

test('a changed password keeps every tab of this browser signed in and ends other devices', async ({ page, context, shop, browser, baseURL }) => {
  const email = await register(page, '/account')
  const tab = await context.newPage()
  await tab.goto('/account')
  await expect(tab.getByRole('heading', { name: 'Where you are logged in' })).toBeVisible()
  const other = await anotherDevice(browser, baseURL)
  await logIn(other, email, password, '/account')
  await expect(other.getByRole('region', { name: 'Where you are logged in' }).getByRole('listitem')).toHaveCount(2)

  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByLabel('Current password').fill('not my password')
  await page.getByLabel('New password').fill(newPassword)
  await page.getByLabel('New password').press('Enter')
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/not your password/)
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('You are logged in here, and nowhere else.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Where you are logged in' }).getByRole('listitem')).toHaveCount(1)
  await shop.mailTo(email, /^Your password .* was changed$/)

  await tab.getByLabel('Name').fill('Ada')
  await tab.getByRole('button', { name: 'Save' }).click()
  await expect(tab.getByText('Saved.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account of Ada' })).toBeVisible()
  await other.getByLabel('Name').fill('Not Ada')
  await other.getByRole('button', { name: 'Save' }).click()
  await expect(outcome(other, 'Log in to see your account')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Account of Ada' })).toBeVisible()
  await other.context().close()
})

test('a new address counts once its link is followed, and the old one is told', async ({ page, context, shop }) => {
  const email = await register(page, '/account')
  const next = newEmail()
  const section = page.getByRole('region', { name: 'Email address' })
  await section.getByRole('button', { name: 'Change the address' }).click()
  await section.getByLabel('New email address').fill((await shop.newCustomer()).email)
  await section.getByLabel('Your password').fill(password)
  await section.getByLabel('Your password').press('Enter')
  await expect(section.getByLabel('New email address')).toHaveAccessibleDescription(/already has an account/)
  await section.getByLabel('New email address').fill(next)
  await section.getByRole('button', { name: 'Send a link to the new address' }).click()
  await expect(outcome(page, 'Look in the mail of the new address')).toBeVisible()
  await expect(section.getByText(email)).toBeVisible()

  // The mail's link opens in a tab of its own; the one that asked shows the new address by itself.
  const tab = await context.newPage()
  await tab.goto(linkIn(await shop.mailTo(next, toConfirm)))
  await expect(outcome(tab, 'Your address is confirmed')).toBeVisible()
  await expect(section.getByText(next)).toBeVisible()
  await expect(section.getByText('Confirmed', { exact: true })).toBeVisible()
  await shop.mailTo(email, /^Your address .* was changed$/)
  expect((await shop.logIn({ email: next, password })).user).toMatchObject({ email: next, email_verified: true })
})
