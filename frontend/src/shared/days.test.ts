import { describe, expect, it } from 'vitest'
import { monthBefore, spanOf } from './days'

describe('days', () => {
  it('are meant whole, where the reader is', () => {
    expect(spanOf('', '')).toEqual({})
    expect(spanOf('2026-11-29', '2026-11-30')).toEqual({ from: new Date(2026, 10, 29).toISOString(), to: new Date(2026, 11, 1).toISOString() })
    expect(spanOf('yesterday', '2026-12-31')).toEqual({ to: new Date(2027, 0, 1).toISOString() })
  })

  it.each([
    ['2026-11-30', 0, '2026-11-01', '2026-11-30'],
    ['2026-01-31', 1, '2025-12-01', '2025-12-31'],
    ['2026-03-31', 1, '2026-02-01', '2026-02-28'],
  ])('on %s, %i months back, are %s to %s', (today, months, from, to) => {
    expect(monthBefore(new Date(`${today}T23:30`), months)).toEqual({ from, to })
  })
})
