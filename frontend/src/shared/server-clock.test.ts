import { describe, expect, it } from 'vitest'
import { ServerClock } from './server-clock'

const noon = Date.parse('2026-11-21T12:00:00Z')
const at = (milliseconds: number) => new Date(noon + milliseconds).toISOString()

function clockWithTime() {
  let monotonic = 5_000
  // The visitor's clock is an hour ahead, and must not matter.
  const clock = new ServerClock(() => monotonic, () => noon + 3_600_000)
  return { clock, pass: (milliseconds: number) => (monotonic += milliseconds) }
}

describe('the server clock', () => {
  it('takes the middle of the round trip for the moment the server looked', () => {
    const { clock, pass } = clockWithTime()
    pass(200)
    clock.observe(at(0), 5_000, 5_200)
    expect(clock.now()).toBe(noon + 100)
  })

  it('runs on the monotonic clock between two measurements', () => {
    const { clock, pass } = clockWithTime()
    clock.observe(at(0), 5_000, 5_000)
    pass(61_000)
    expect(clock.now()).toBe(noon + 61_000)
  })

  it('keeps the better measurement when a slower one agrees with it', () => {
    const { clock } = clockWithTime()
    clock.observe(at(0), 5_000, 5_020)
    const before = clock.now()
    clock.observe(at(300), 5_000, 5_400)
    expect(clock.now()).toBe(before)
  })

  it('follows a real correction of the server’s time', () => {
    const { clock } = clockWithTime()
    clock.observe(at(0), 5_000, 5_020)
    clock.observe(at(9_000), 5_000, 5_100)
    expect(clock.now()).toBe(noon + 8_950)
  })

  it('measures anew after it was told not to trust itself', () => {
    const { clock } = clockWithTime()
    clock.observe(at(0), 5_000, 5_020)
    clock.distrust()
    clock.observe(at(60_000), 5_000, 6_000)
    expect(clock.now()).toBe(noon + 59_500)
  })

  it('is not moved by nonsense', () => {
    const { clock } = clockWithTime()
    clock.observe('yesterday', 5_000, 5_000)
    expect(clock.isMeasured).toBe(false)
  })
})
