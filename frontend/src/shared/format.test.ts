import { describe, expect, it } from 'vitest'
import { formatCountdown, formatMoney, formatSpan } from './format'

describe('formats', () => {
  it('write money with the currency’s own minor units', () => {
    expect(formatMoney({ amount: 9999, currency: 'EUR' })).toBe('€99.99')
    expect(formatMoney({ amount: 9999, currency: 'JPY' })).toBe('¥9,999')
  })

  it('reach zero only when the time is over', () => {
    expect(formatCountdown(600_000)).toBe('10:00')
    expect(formatCountdown(600_150)).toBe('10:00')
    expect(formatCountdown(599_300)).toBe('10:00')
    expect(formatCountdown(300)).toBe('00:01')
    expect(formatCountdown(0)).toBe('00:00')
    expect(formatCountdown(-5)).toBe('00:00')
    expect(formatCountdown(3_725_000)).toBe('1:02:05')
  })

  it('say a span as one would', () => {
    expect(formatSpan(600_000)).toBe('10 minutes')
    expect(formatSpan(1_000)).toBe('1 second')
    expect(formatSpan(200_000_000)).toBe('2 days')
  })
})
