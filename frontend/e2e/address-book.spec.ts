import { expect, register, test } from './shop'

test('addresses are added, edited, put first and removed by keyboard alone', async ({ page }) => {
  await register(page, '/account')
  const book = page.getByRole('region', { name: 'Addresses' })
  const entries = book.getByRole('listitem')
  const { keyboard } = page
  const fill = async (...values: string[]) => {
    for (const [index, value] of values.entries()) {
      if (index > 0) await keyboard.press('Tab')
      if (value !== '') await keyboard.type(value)
    }
  }

  await expect(book.getByText('No address yet.')).toBeVisible()
  await book.getByRole('button', { name: 'Add an address' }).focus()
  await keyboard.press('Enter')
  await expect(book.getByLabel('Full name')).toBeFocused()
  // Sent too early: the first field that lacks something has the focus.
  await keyboard.type('Ada Lovelace')
  await keyboard.press('Enter')
  await expect(book.getByLabel('Street and number')).toBeFocused()
  await fill('12 rue des Halles', '', '75001', 'Paris', 'France')
  await expect(book.getByLabel('Country or region')).toHaveValue('FR')
  await fill('', 'call me')
  await keyboard.press('Enter')
  await expect(book.getByLabel('Telephone (optional)')).toBeFocused()
  await expect(book.getByLabel('Telephone (optional)')).toHaveAttribute('aria-invalid', 'true')
  await keyboard.press('Control+A')
  await keyboard.type('+33 1 23 45 67 89')
  await keyboard.press('Enter')
  await expect(book.getByText('The address of Ada Lovelace was added.')).toBeVisible()
  await expect(entries).toHaveCount(1)
  await expect(entries.first()).toContainText('Offered first')
  await expect(book.getByRole('button', { name: 'Add an address' })).toBeFocused()

  await keyboard.press('Enter')
  await fill('Grace Hopper', 'US Navy', '1 Navy Yard', '', '20374', 'Washington', 'United States', '')
  await keyboard.press('Tab')
  await expect(book.getByLabel('Offer this address first')).toBeFocused()
  await keyboard.press('Space')
  await keyboard.press('Enter')
  await expect(entries).toHaveCount(2)
  await expect(entries.first()).toContainText(/Grace Hopper.*Offered first/)
  await expect(entries.last()).not.toContainText('Offered first')

  await book.getByRole('button', { name: /^Edit: Ada/ }).focus()
  await keyboard.press('Enter')
  await expect(book.getByLabel('Full name')).toBeFocused()
  await keyboard.press('Control+A')
  await keyboard.type('Ada King')
  await keyboard.press('Enter')
  await expect(book.getByText('The address of Ada King was saved.')).toBeVisible()
  await expect(book.getByRole('button', { name: /^Edit: Ada King/ })).toBeFocused()

  await book.getByRole('button', { name: /^Offer first: Ada King/ }).focus()
  await keyboard.press('Enter')
  await expect(entries.first()).toContainText(/Ada King.*Offered first/)

  await book.getByRole('button', { name: /^Remove: Ada King/ }).focus()
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep the address' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(book.getByRole('button', { name: /^Remove: Ada King/ })).toBeFocused()
  await keyboard.press('Enter')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(entries).toHaveCount(1)
  await expect(book.getByRole('heading', { name: 'Addresses' })).toBeFocused()
  await expect(entries.first()).toContainText(/Grace Hopper.*Offered first/)
  await page.reload()
  await expect(entries).toHaveCount(1)
})

test.describe('somebody in Portugal', () => {
  test.use({ locale: 'pt-PT' })
  test('finds the country chosen', async ({ page }) => {
    await register(page, '/account')
    await page.getByRole('button', { name: 'Add an address' }).click()
    await expect(page.getByLabel('Country or region')).toHaveValue('PT')
  })
})
