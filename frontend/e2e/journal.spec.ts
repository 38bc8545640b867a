import type { Page } from '@playwright/test'
import { expect, outcome, register, test } from './shop'

async function buy(page: Page, sale: { id: string }) {
  await register(page, `/sales/${sale.id}`)
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByRole('link', { name: /^Pay €/ }).click()
  await expect(outcome(page, 'Held for you')).toBeVisible()
}

test('a customer checks the receipt and the whole journal in the browser', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await shop.buy(sale, (await shop.newCustomer()).token)
  await buy(page, sale)
  await page.getByRole('link', { name: 'Your receipt, to check' }).click()
  await page.getByRole('button', { name: 'Check my receipt' }).click()
  await expect(outcome(page, 'Your order is in the journal')).toBeFocused()
  await expect(page.getByText(/Entry 3 stands for this order/)).toBeVisible()

  await page.getByRole('link', { name: 'Read the journal' }).click()
  await expect(page.getByText('The sale was set up with 10 units')).toBeVisible()
  await expect(page.getByText('1 order placed: 1 unit')).toHaveCount(2)
  await page.getByRole('button', { name: 'Check the whole journal' }).click()
  await expect(outcome(page, 'The journal is whole')).toBeFocused()
  await page.getByText('Back to the sale').click()
  await page.getByRole('link', { name: /accounted for in the sale’s journal/ }).click()
  await expect(page.getByRole('heading', { name: 'The sale’s journal' })).toBeVisible()
})

test('a doctored receipt and a doctored journal are found out', async ({ page, shop }) => {
  const sale = await shop.openSale()
  await buy(page, sale)
  await page.route('**/receipt', async (route) => {
    const response = await route.fetch()
    const receipt = (await response.json()) as { entry: { units: number } }
    receipt.entry.units -= 1
    await route.fulfill({ response, json: receipt })
  })
  await page.getByRole('link', { name: 'Your receipt, to check' }).click()
  await page.getByRole('button', { name: 'Check my receipt' }).click()
  await expect(outcome(page, 'The journal is broken')).toBeVisible()

  await page.route('**/journal?*', async (route) => {
    const response = await route.fetch()
    const journal = (await response.json()) as { items: { units: number }[] }
    for (const entry of journal.items.slice(1)) entry.units -= 1
    await route.fulfill({ response, json: journal })
  })
  await page.goto(`/sales/${sale.id}/journal`)
  await page.getByRole('button', { name: 'Check the whole journal' }).click()
  await expect(outcome(page, 'The journal is broken')).toBeVisible()
  await expect(page.getByText(/Entry 2 is missing, is not what its seal says/)).toBeVisible()
})
