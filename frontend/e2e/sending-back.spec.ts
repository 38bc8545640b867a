import type { Page } from '@playwright/test'
import { anotherDevice, expect, logIn, logInAsStaff, outcome, password, test } from './shop'

/** Presses what opens a document, and waits for its page. */
async function documentOf(page: Page, name: string | RegExp): Promise<Page> {
  const opening = page.waitForEvent('popup')
  await page.getByRole('button', { name }).click()
  const opened = await opening
  await expect(opened.getByRole('heading', { level: 1 })).toBeVisible()
  return opened
}

test('staff give back a part of an order; its customer sees it, with the invoice and the credit note', async ({ page, shop, browser, baseURL }) => {
  const product = await shop.newProduct()
  const customer = await shop.newCustomer()
  const order = await shop.paidOrder(product, 3, customer)

  await logInAsStaff(page, `/staff/orders/${order.id}`)
  const refunds = page.getByRole('region', { name: 'Refunds' })
  await refunds.getByRole('button', { name: 'Refund', exact: true }).click()
  await refunds.getByRole('radio', { name: /^Some units/ }).check()
  await refunds.getByLabel(`Units of ${product.name}`).fill('1')
  await refunds.getByRole('radio', { name: /^Yes: they go back/ }).check()
  await refunds.getByLabel('Why').fill('The spout was bent')
  await expect(refunds.getByText('€49.00 goes back to the customer, the way it was paid.')).toBeVisible()
  await expect(refunds.getByText('1 unit will not be sent any more.')).toBeVisible()
  await refunds.getByRole('button', { name: 'Refund €49.00' }).click()
  await expect(refunds.getByText('The refund is on its way.')).toBeVisible()
  await expect(refunds.getByRole('listitem')).toContainText(['The spout was bent'])
  // What stays is still to be packed.
  await expect(outcome(page, 'To be packed')).toBeVisible()
  await expect(page.getByText('1 unit refunded before it left')).toBeVisible()

  const theirs = await anotherDevice(browser, baseURL)
  await logIn(theirs, customer.email, password, `/orders/${order.id}`)
  await expect(outcome(theirs, 'Paid. It is yours')).toBeVisible()
  const back = theirs.getByRole('region', { name: 'Paid back' })
  await expect(async () => {
    await theirs.reload()
    await expect(back.getByText('It can take a few days until you see it on your account.')).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  await expect(back).toContainText('The spout was bent')
  await expect(back).toContainText(`1 × ${product.name}`)
  await expect(back).toContainText('Paid back in all: €49.00')

  const invoice = await documentOf(theirs, 'Invoice')
  await expect(invoice.getByRole('heading', { name: /^Invoice \d{4}-\d{6}$/ })).toBeVisible()
  await expect(invoice.getByRole('row', { name: product.name })).toContainText('147.00')
  const number = (await invoice.getByRole('heading', { level: 1 }).innerText()).replace('Invoice ', '')
  const note = await documentOf(theirs, /^Credit note CN-/)
  await expect(note.getByText(number, { exact: true })).toBeVisible()
  await expect(note.getByText('Reason: The spout was bent')).toBeVisible()
  await expect(note.getByRole('row', { name: product.name })).toContainText('49.00')
  await theirs.context().close()
})

test('a customer asks to send something back; staff say yes, receive it, and the money goes back', async ({ page, shop, browser, baseURL }) => {
  const product = await shop.newProduct()
  const customer = await shop.newCustomer()
  const order = await shop.paidOrder(product, 2, customer)
  await shop.deliver(order)

  const theirs = await anotherDevice(browser, baseURL)
  await logIn(theirs, customer.email, password, `/orders/${order.id}`)
  await theirs.getByRole('button', { name: 'Send something back' }).click()
  await theirs.getByRole('button', { name: 'Ask to send it back' }).click()
  await expect(theirs.getByText('Choose at least one.')).toBeVisible()
  await theirs.getByLabel(`How many of ${product.name}`).selectOption('1')
  await theirs.getByLabel('Why').fill('Two are one too many')
  await theirs.getByRole('button', { name: 'Ask to send it back' }).click()
  await expect(theirs.getByText('Waiting for the shop')).toBeVisible()

  await logInAsStaff(page, '/staff/returns')
  await page.getByRole('button', { name: `Approve: order ${order.number}` }).click()
  await page.getByLabel('Words for the customer').fill('Send it to Kettle Lane 1, please.')
  await page.getByRole('button', { name: 'Approve the return' }).click()
  await expect(page.getByText(`The return of order ${order.number} is approved.`)).toBeVisible()
  await theirs.reload()
  await expect(theirs.getByText('You can send it. Once it is here, the shop pays you back.')).toBeVisible()
  await expect(theirs.getByText('The shop says: Send it to Kettle Lane 1, please.')).toBeVisible()

  await page.getByRole('link', { name: 'On their way back' }).click()
  await page.getByRole('button', { name: `It is here: order ${order.number}` }).click()
  await page.getByRole('radio', { name: /^Yes: they go back/ }).check()
  await page.getByRole('button', { name: 'Receive it and refund €49.00' }).click()
  await expect(page.getByText(`The return of order ${order.number} is received, and the refund is under way.`)).toBeVisible()
  await expect(async () => {
    await theirs.reload()
    await expect(theirs.getByRole('button', { name: /^Credit note CN-/ })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  await expect(theirs.getByText('The shop has it back.')).toBeVisible()
  await expect(theirs.getByRole('region', { name: 'Paid back' })).toContainText('€49.00')
  // The other one was kept, and may still come back.
  await expect(theirs.getByRole('button', { name: 'Send something back' })).toBeVisible()
  await theirs.context().close()
})
