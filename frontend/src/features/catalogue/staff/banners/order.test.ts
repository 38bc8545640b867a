import { describe, expect, it } from 'vitest'
import { aBanner } from '@/testing/staff-catalogue'
import { placesAfter } from './order'

const at = (...positions: number[]) => positions.map((position, place) => aBanner({ id: String.fromCharCode(97 + place), position }))
const after = (positions: number[], place: number, by: -1 | 1) => {
  const banners = at(...positions)
  const changes = new Map(placesAfter(banners, place, by).map(({ banner, position }) => [banner.id, position]))
  const next = banners.map((banner) => ({ id: banner.id, position: changes.get(banner.id) ?? banner.position }))
  return { order: next.sort((one, other) => one.position - other.position).map(({ id }) => id), changed: changes.size, positions: next.map(({ position }) => position) }
}

describe('moving a banner', () => {
  it('changes only what has to', () => {
    expect(after([10, 20, 30], 1, -1)).toMatchObject({ order: ['b', 'a', 'c'], changed: 1 })
    expect(after([10, 20, 30], 1, 1)).toMatchObject({ order: ['a', 'c', 'b'], changed: 2 })
    expect(after([0, 10, 20, 30], 0, 1)).toMatchObject({ order: ['b', 'a', 'c', 'd'] })
  })

  it('parts banners that stood at the same place', () => {
    const { order, positions } = after([10, 10, 10], 2, -1)
    expect(order).toEqual(['a', 'c', 'b'])
    expect(new Set(positions).size).toBe(3)
  })

  it('does nothing at the ends', () => {
    expect(placesAfter(at(10, 20), 0, -1)).toEqual([])
    expect(placesAfter(at(10, 20), 1, 1)).toEqual([])
  })
})
