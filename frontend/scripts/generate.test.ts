import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { generate, target } from './generate.mjs'

describe('the generated client', () => {
  it('is what ../openapi/openapi.json says; run `npm run generate` when this fails', async () => {
    expect(await readFile(target, 'utf8')).toBe(await generate())
  }, 20_000)
})
