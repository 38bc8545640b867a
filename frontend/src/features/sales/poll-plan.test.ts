import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { aSale, inSeconds } from '@/testing/examples'
import { nextListLook, nextLook, nextLookAside } from './poll-plan'

const middle = () => 0.5
const now = () => Date.now()

describe('how often a sale is looked at', () => {
  it('is about once a second when it counts', () => {
    expect(nextLook(aSale({ remaining: 12 }), now(), null, middle)).toBeCloseTo(1_000)
    expect(nextLook(aSale({ remaining: 900, starts_at: inSeconds(-5) }), now(), null, middle)).toBeCloseTo(1_000)
    expect(nextLook(aSale({ remaining: 900, ends_at: inSeconds(20) }), now(), null, middle)).toBeCloseTo(1_000)
  })

  it('is calmer otherwise', () => {
    expect(nextLook(aSale({ remaining: 900 }), now(), null, middle)).toBeGreaterThan(3_000)
    expect(nextLook(aSale({ status: 'sold_out', remaining: 0 }), now(), null, middle)).toBeGreaterThan(3_000)
    expect(nextLook(aSale({ status: 'scheduled', starts_at: inSeconds(7_200) }), now(), null, middle)).toBeGreaterThan(60_000)
  })

  it('comes back just after the start, scattered', () => {
    const sale = aSale({ status: 'scheduled', starts_at: inSeconds(4) })
    const early = nextLook(sale, now(), null, () => 0)
    const late = nextLook(sale, now(), null, () => 1)
    expect(early).toBeGreaterThan(3_000)
    expect(late).toBeLessThanOrEqual(4_700)
    expect(late).not.toBe(early)
  })

  it('ends with the sale', () => {
    expect(nextLook(aSale({ status: 'ended' }), now(), null)).toBe(false)
    expect(nextLook(aSale({ status: 'cancelled' }), now(), null)).toBe(false)
  })

  it('backs off as the shop asks, and never in step', () => {
    const failure = { problem: new ApiProblem('rate_limited', 429, {}, 8_000), count: 1 }
    expect(nextLook(aSale(), now(), failure, () => 0)).toBe(8_000)
    expect(nextLook(aSale(), now(), failure, () => 1)).toBe(12_000)
    const down = (count: number) => nextLook(undefined, now(), { problem: new ApiProblem('network', 0), count }, middle)
    expect(down(3)).toBeGreaterThan(Number(down(1)))
  })

  it('is rare where changes come by themselves', () => {
    expect(nextLookAside(aSale(), () => 0)).toBeCloseTo(24_000)
    expect(nextLookAside(aSale(), () => 1)).toBeCloseTo(36_000)
    expect(nextLookAside(aSale({ status: 'ended' }))).toBe(false)
  })

  it('for the list is calm, but there when a sale turns', () => {
    expect(nextListLook([aSale()], now(), null, middle)).toBeCloseTo(15_000)
    expect(nextListLook([], now(), null, middle)).toBeCloseTo(15_000)
    const soon = nextListLook([aSale({ status: 'scheduled', starts_at: inSeconds(3) })], now(), null, middle)
    expect(soon).toBeGreaterThan(3_000)
    expect(soon).toBeLessThan(4_500)
  })
})
