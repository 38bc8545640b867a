import { randomUUID } from 'node:crypto'
import { expect, logInAsStaff, outcome, test } from './shop'

test('an admin adds a webhook, sends a test, looks at what was sent, makes a new secret and archives it', async ({ page, shop }) => {
  // A name that leads nowhere, on any network: what is sent there fails at once, and nothing leaves this machine.
  const url = `https://hooks.doorbuster.invalid/${randomUUID()}`
  const secretOf = async () => {
    await expect(outcome(page, 'Copy the secret now')).toBeFocused()
    const secret = page.getByRole('region', { name: 'Copy the secret now' }).locator('code')
    await expect(secret).toHaveText(/^whsec_/)
    return secret.innerText()
  }

  await logInAsStaff(page, '/staff/webhooks', 'admin')
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await page.getByLabel('Address').fill('http://hooks.example.com')
  await page.getByLabel('Order paid').check()
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  await expect(page.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Address').fill(url)
  await page.getByRole('button', { name: 'Add the webhook' }).click()
  const first = await secretOf()
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await expect(page.getByText(first)).toHaveCount(0)
  await page.reload()
  await page.getByRole('link', { name: url }).click()
  await expect(page.getByRole('heading', { level: 1, name: url })).toBeVisible()
  await expect(page.getByText(first)).toHaveCount(0)

  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('A test is on its way.')).toBeVisible()
  const test = page.getByRole('listitem').filter({ hasText: /^Test/ })
  await test.getByText('Attempts and message').click()
  await expect(test.getByRole('row')).toHaveCount(2)
  await expect(test.getByRole('group', { name: 'Message' })).toContainText('"type": "ping"')

  const order = await shop.paidOrder(await shop.newProduct(), 1)
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(`Order paid: ${order.number}`)).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })

  await page.getByRole('link', { name: 'Delivered' }).click()
  await expect(outcome(page, 'None is in this state')).toBeVisible()
  await page.getByRole('link', { name: 'On its way' }).click()
  await expect(page.getByText(`Order paid: ${order.number}`)).toBeVisible()

  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
  expect(await secretOf()).not.toBe(first)
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await expect(page.getByText('The old secret signs until')).toBeVisible()

  await page.getByRole('button', { name: 'Archive' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('button', { name: 'Bring back' })).toBeVisible()
  await page.getByRole('link', { name: 'All webhooks' }).click()
  await expect(page.getByRole('row').filter({ hasText: url })).toContainText('Archived')
})
