import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './shop'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What depends on the theme: all else was looked at in the light one, in the same document. */
const themed = ['color-contrast', 'link-in-text-block']

export async function expectClean(page: Page, name: string) {
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

/** How a test looks at what a page shows now, and at pages by their addresses once their heading is there. */
export function lookAt(page: Page) {
  const look = async (name: string) => {
    await expectClean(page, name)
    await expectNoSidewaysScroll(page, name)
  }
  const visit = async (address: string, ready: string) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: ready }).filter({ visible: true }).first()).toBeVisible()
    await look(address)
  }
  return { look, visit }
}
