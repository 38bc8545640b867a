import { describe, expect, it } from 'vitest'
import { moved } from './order'
import { mostBytes, refusalOf } from './upload'

describe('what can be seen of a file', () => {
  it('is its kind and its size', () => {
    expect(refusalOf({ type: 'image/webp', size: mostBytes })).toBeNull()
    expect(refusalOf({ type: 'image/jpeg', size: mostBytes + 1 })).toBe('size')
    expect(refusalOf({ type: 'image/png', size: 0 })).toBe('empty')
    expect(refusalOf({ type: 'image/svg+xml', size: 10 })).toBe('kind')
    expect(refusalOf({ type: '', size: 10 })).toBe('kind')
  })
})

describe('the order of things', () => {
  it('changes by one place, and not beyond the ends', () => {
    const letters = ['a', 'b', 'c']
    expect(moved(letters, 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(letters, 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(letters, 0, -1)).toBe(letters)
    expect(moved(letters, 2, 1)).toBe(letters)
  })
})
