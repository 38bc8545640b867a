import { describe, expect, it } from 'vitest'
import { remainingBand } from './remaining'

describe('remaining units', () => {
  it.each([
    [-1, { kind: 'none' }],
    [0, { kind: 'none' }],
    [1, { kind: 'exact', count: 1 }],
    [49, { kind: 'exact', count: 49 }],
    [50, { kind: 'at-least', count: 50 }],
    [99, { kind: 'at-least', count: 50 }],
    [100, { kind: 'at-least', count: 100 }],
    [999, { kind: 'at-least', count: 500 }],
    [84_211, { kind: 'at-least', count: 50_000 }],
    [2_000_000, { kind: 'at-least', count: 100_000 }],
  ])('%d', (remaining, shown) => expect(remainingBand(remaining)).toEqual(shown))

  it('never promises more than there is', () => {
    for (let remaining = 1; remaining < 3_000; remaining += 1) {
      const band = remainingBand(remaining)
      expect(band.kind !== 'none' && band.count <= remaining).toBe(true)
    }
  })
})
