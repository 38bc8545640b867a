import { randomUUID } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { anotherDevice, addToCart, expect, fillAddress, logInAsStaff, newEmail, outcome, pay, test } from './shop'

/** A real picture, of one colour that no other test has: the same file would be the same picture. */
function png(width = 320, height = 240): Buffer {
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const colour = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').subarray(0, 3)
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: width }, () => colour)])
  const rows = Buffer.concat(Array.from({ length: height }, () => row))
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

test('staff put a product into the shop, discount it, and a guest buys it with a code', async ({ page, browser, baseURL }) => {
  test.setTimeout(150_000)
  const mark = randomUUID().slice(0, 8)
  const name = `Cauldron ${mark}`
  const slug = `cauldron-${mark}`

  // Who makes it.
  await logInAsStaff(page, '/staff/brands')
  await page.getByRole('link', { name: 'New brand' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`Forge ${mark}`)
  await page.getByRole('button', { name: 'New brand' }).click()
  await expect(page.getByRole('heading', { name: `Forge ${mark}` })).toBeVisible()

  // A draft with a picture, which only the staff see.
  await page.goto('/staff/products/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await expect(page.getByLabel('Address')).toHaveValue(slug)
  await page.getByLabel('List price, in EUR').fill('40')
  await page.getByLabel('Brand').selectOption({ label: `Forge ${mark}` })
  await page.getByLabel('Units in stock (optional)').fill('5')
  await page.getByLabel(/^Add pictures/).setInputFiles([
    { name: 'cauldron.png', mimeType: 'image/png', buffer: png() },
    { name: 'really-a-text.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') },
  ])
  await expect(page.getByText(/This is no picture for the shop/)).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Dismiss really-a-text.png' }).click()
  await page.getByLabel('What picture 1 shows').fill('An iron cauldron over a fire')
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await expect(page).toHaveURL(new RegExp(`/staff/products/${slug}$`))

  const guest = await anotherDevice(browser, baseURL)
  await guest.goto(`/products/${slug}`)
  await expect(guest.getByText('This product is not in the shop')).toBeVisible()

  // Published, it is found by a part of its name.
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('button', { name: 'Take it back to draft' })).toBeVisible()
  await guest.goto('/')
  await guest.getByRole('combobox', { name: 'Search the shop' }).fill(name)
  await guest.getByRole('combobox', { name: 'Search the shop' }).press('Enter')
  await guest.getByRole('link', { name }).first().click()
  await expect(guest.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(guest.getByRole('img', { name: 'An iron cauldron over a fire' })).toBeVisible()
  await expect(guest.getByText('€40.00').first()).toBeVisible()

  // Stock comes with a reason.
  await page.getByLabel('How many arrived').fill('3')
  await page.getByRole('button', { name: 'Write down what arrived' }).click()
  await expect(page.getByText('3 units came. 8 units in stock now.')).toBeVisible()

  // A quarter off: the price is struck.
  await page.getByRole('link', { name: 'Discount it' }).click()
  await expect(page).toHaveURL(/\/staff\/discounts/)
  await expect(page.getByText(name, { exact: true }).filter({ visible: true })).toBeVisible()
  await page.getByLabel('Title').fill(`A quarter off, ${mark}`)
  await page.getByLabel('Percent off').fill('25')
  await page.getByRole('button', { name: 'New discount' }).click()
  await expect(page.getByRole('heading', { name: `A quarter off, ${mark}` })).toBeVisible()
  await expect(async () => {
    await guest.reload()
    await expect(guest.locator('s', { hasText: '€40.00' }).first()).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  await expect(guest.getByText('€30.00').first()).toBeVisible()

  // A code on top, which a guest uses.
  await page.goto('/staff/codes?open=new')
  await page.getByRole('button', { name: 'Make one up' }).click()
  const code = await page.getByLabel('Code', { exact: true }).inputValue()
  await page.getByLabel('Percent off').fill('10')
  await page.getByLabel('Title').fill(`A tenth off, ${mark}`)
  await page.getByLabel('Orders in all (optional)').fill('1')
  await page.getByRole('button', { name: 'New code' }).click()
  await expect(page.getByText('0 of 1 used').filter({ visible: true })).toBeVisible()

  await addToCart(guest, slug)
  await guest.goto('/cart')
  await guest.getByRole('textbox', { name: 'Discount code' }).fill(code.toLowerCase())
  await guest.getByRole('button', { name: 'Apply' }).click()
  await expect(guest.getByText('€27.00').first()).toBeVisible()
  await guest.getByRole('link', { name: 'Go to checkout' }).first().click()
  await fillAddress(guest, newEmail())
  await expect(outcome(guest, 'How should it get there?')).toBeVisible()
  await guest.getByRole('button', { name: 'Go on to review' }).click()
  await guest.getByRole('button', { name: /^Order and pay/ }).click()
  await pay(guest)

  await page.goto('/staff/codes')
  await expect(page.getByRole('listitem').filter({ hasText: code })).toContainText('Used up')
  await guest.close()
})

test('nothing that was typed is lost when somebody else changes the product meanwhile', async ({ page, shop }) => {
  const product = await shop.newProduct()
  await logInAsStaff(page, `/staff/products/${product.slug}`)
  await page.getByLabel('Name', { exact: true }).fill(`${product.name}, mine`)
  await page.getByLabel('Weight, in grams').fill('950')
  await page.reload()
  await expect(page.getByLabel('Weight, in grams')).toHaveValue('950')
  await shop.changeProduct(product, { name: `${product.name}, theirs`, description: 'Rewritten.' })
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(outcome(page, 'Somebody else changed it')).toBeFocused()
  await page.getByRole('group', { name: /^Name/ }).getByRole('radio', { name: /theirs/ }).check()
  await page.getByRole('button', { name: 'Go on with this choice' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`${product.name}, theirs`)
  await expect(page.getByLabel('Description')).toHaveValue('Rewritten.')
  await expect(page.getByLabel('Weight, in grams')).toHaveValue('950')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
})

test('a category is made, moved and archived from the keyboard', async ({ page }) => {
  const mark = randomUUID().slice(0, 8)
  await logInAsStaff(page, '/staff/categories')
  await page.getByRole('link', { name: 'New category' }).press('Enter')
  await page.getByLabel('Name', { exact: true }).fill(`Shelf ${mark}`)
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await expect(page.getByRole('heading', { name: `Shelf ${mark}` })).toBeVisible()
  const below = page.getByLabel('Below')
  await below.selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Save the changes' }).press('Enter')
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Archive' }).press('Enter')
  await page.getByRole('button', { name: 'Archive it' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Bring it back' })).toBeFocused()
  await page.getByRole('link', { name: 'Close' }).press('Enter')
  await page.getByRole('link', { name: 'Archived' }).press('Enter')
  await expect(page.getByRole('link', { name: `Shelf ${mark}`, exact: true })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(mark)
  await expect(page.getByRole('list', { name: 'Categories' }).getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: `Shelf ${mark}`, exact: true })).toBeFocused()
})
