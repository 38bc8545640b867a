import { expect, it } from 'vitest'
import type { SaleStatus } from '@/api/types'
import { announcement } from './announcement'

const is = (status: SaleStatus, remaining: number) => ({ status, remaining })

it('tells every turn of a sale', () => {
  expect(announcement(is('scheduled', 9), is('live', 9))).toBe('The sale is live.')
  expect(announcement(is('live', 1), is('sold_out', 0))).toBe('The sale is sold out.')
  expect(announcement(is('sold_out', 0), is('live', 3))).toBe('Units are back: 3 left.')
  expect(announcement(is('live', 3), is('paused', 3))).toBe('The sale is paused.')
  expect(announcement(is('paused', 3), is('live', 3))).toBe('The sale goes on.')
  expect(announcement(is('live', 3), is('ended', 3))).toBe('The sale has ended.')
  expect(announcement(is('live', 3), is('cancelled', 3))).toBe('The sale was cancelled.')
})

it('tells how many are left at a few milestones, and not in between', () => {
  expect(announcement(is('live', 900), is('live', 700))).toBeNull()
  expect(announcement(is('live', 700), is('live', 480))).toBe('Still on sale: 200+ left.')
  expect(announcement(is('live', 12), is('live', 10))).toBe('Still on sale: 10 left.')
  expect(announcement(is('live', 10), is('live', 9))).toBeNull()
  // Who was away hears only where things stand now.
  expect(announcement(is('live', 700), is('live', 1))).toBe('Still on sale: 1 left.')
})

it('is silent while units come back, and while nothing is sold', () => {
  expect(announcement(is('live', 9), is('live', 60))).toBeNull()
  expect(announcement(is('paused', 60), is('paused', 9))).toBeNull()
})
