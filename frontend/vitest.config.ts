import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import base from './vite.config.ts'

export default mergeConfig(
  base,
  defineConfig({
    test: {
      css: false,
      restoreMocks: true,
      projects: [
        {
          extends: true,
          test: {
            name: 'browser',
            environment: 'jsdom',
            // A machine that does other things meanwhile.
            testTimeout: 20_000,
            environmentOptions: { jsdom: { url: 'http://shop.test/' } },
            setupFiles: ['src/testing/setup.ts'],
            include: ['src/**/*.test.{ts,tsx}'],
          },
        },
        { extends: true, test: { name: 'scripts', environment: 'node', include: ['scripts/**/*.test.ts'] } },
      ],
    },
  }),
)
