import { describe, expect, it } from 'vitest'
import { parseRange } from './range'

describe('a range', () => {
  it('is read as people write it', () => {
    expect(parseRange(' 4,50 ', '129', 100)).toEqual({ from: 450, to: 12_900 })
    expect(parseRange('', '2000', 1)).toEqual({ from: null, to: 2_000 })
    expect(parseRange('', '', 100)).toEqual({ from: null, to: null })
    // 19.99 × 100 is 1998.9999… in binary.
    expect(parseRange('19.99', '', 100)).toEqual({ from: 1_999, to: null })
  })

  it.each([
    ['five', ''],
    ['-3', ''],
    ['1e5', ''],
    ['20', '10'],
    ['1234567890', ''],
  ])('is refused when it makes no sense: %s to %s', (from, to) => expect(parseRange(from, to, 100)).toBeNull())
})
