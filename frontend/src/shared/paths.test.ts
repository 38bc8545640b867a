import { describe, expect, it } from 'vitest'
import { paths, safeNext } from './paths'

describe('paths', () => {
  it('lead back after the login, inside the shop only', () => {
    expect(paths.login('/sales/1?from=x')).toBe('/login?next=%2Fsales%2F1%3Ffrom%3Dx')
    expect(safeNext('/sales/1?from=x')).toBe('/sales/1?from=x')
    for (const outside of ['https://evil.test/', '//evil.test/', '/\\evil.test', 'javascript:alert(1)', null, '']) {
      expect(safeNext(outside)).toBe('/')
    }
  })
})
