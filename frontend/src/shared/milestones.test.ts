import { describe, expect, it } from 'vitest'
import { startMilestones } from '@/features/sales/milestones'
import { crossed } from './milestones'

describe('milestones of a countdown', () => {
  it('are said once each, and nothing in between', () => {
    const said: number[] = []
    let before: number | null = null
    for (let left = 601_000; left >= -2_000; left -= 1_000) {
      const milestone = crossed(startMilestones, before, left)
      if (milestone !== null) said.push(milestone)
      before = left
    }
    expect(said).toEqual([600_000, 300_000, 60_000, 10_000, 0])
  })

  it('are not said on the first look', () => {
    expect(crossed(startMilestones, null, 5_000)).toBeNull()
  })

  it('say only where things stand after a long sleep', () => {
    expect(crossed(startMilestones, 700_000, 30_000)).toBe(60_000)
    expect(crossed(startMilestones, 700_000, -1)).toBe(0)
  })
})
