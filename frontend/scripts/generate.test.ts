import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '../src/api/problem.ts'
import { generate, source, target } from './generate.mjs'

describe('the generated client', () => {
  it('is what ../openapi/openapi.json says; run `npm run generate` when this fails', async () => {
    expect(await readFile(target, 'utf8')).toBe(await generate())
  }, 20_000)

  it('knows every code that the document lists', async () => {
    const document = JSON.parse(await readFile(source, 'utf8')) as { components: { schemas: { Code: { enum: string[] } } } }
    expect([...problemCodes]).toEqual(document.components.schemas.Code.enum.toSorted())
  })
})
