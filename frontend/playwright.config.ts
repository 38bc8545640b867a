import { defineConfig } from '@playwright/test'

/** Runs against a shop that is already up: DOORBUSTER_URL, with its demo accounts in DOORBUSTER_DEMO_ACCOUNTS. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 45_000,
  expect: { timeout: 10_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: process.env.DOORBUSTER_URL ?? 'http://127.0.0.1:8080',
    viewport: { width: 390, height: 844 },
    screenshot: 'only-on-failure',
    launchOptions: {
      // The distribution's browser: nothing is ever downloaded.
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-sync'],
    },
  },
})
