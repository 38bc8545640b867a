import { createContext, use, useEffect, useState } from 'react'
import { answered } from '@/api/client'
import { timingOf } from '@/api/early'

/** Samples that took longer than this say too little about the server's time to correct a better one. */
const goodRoundTrip = 400

/**
 * The server's time, measured from `server_time` in its answers and carried on by the monotonic clock, which neither
 * the visitor's wrong clock nor a change of it can move.
 */
export class ServerClock {
  /** Server time minus monotonic time; null until the first answer. */
  private offset: number | null = null
  private roundTrip = Infinity
  private readonly monotonic: () => number
  private readonly wall: () => number

  constructor(monotonic: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.monotonic = monotonic
    this.wall = wall
  }

  get isMeasured(): boolean {
    return this.offset !== null
  }

  now(): number {
    // Before the first answer there is nothing to count down to; the visitor's clock only fills the gap.
    return this.offset === null ? this.wall() : this.monotonic() + this.offset
  }

  /** Learns from one answer. The server looked at its clock somewhere between sending and receiving. */
  observe(serverTime: string, sent: number, received: number): void {
    const roundTrip = Math.max(0, received - sent)
    const measured = Date.parse(serverTime) - (sent + received) / 2
    if (Number.isNaN(measured)) return
    const drifted = this.offset !== null && Math.abs(measured - this.offset) > roundTrip / 2 + 50
    const better = roundTrip <= this.roundTrip
    if (this.offset === null || better || (drifted && roundTrip < goodRoundTrip)) {
      this.offset = measured
      this.roundTrip = roundTrip
    }
  }

  /** After sleep the monotonic clock may have stood still: the next answer counts, however slow it was. */
  distrust(): void {
    this.roundTrip = Infinity
  }
}

export const serverClock = new ServerClock()

/** Waits for an answer that carries `server_time`, and corrects the clock by it. */
export async function timed<T>(asked: Promise<{ data?: T; response: Response }>, serverTimeOf: (answer: T) => string | undefined): Promise<T> {
  const { data, response } = await asked
  const answer = answered({ data })
  const timing = timingOf(response)
  const serverTime = serverTimeOf(answer)
  if (timing && serverTime !== undefined) serverClock.observe(serverTime, timing.sent, timing.received)
  return answer
}

export const ServerClockContext = createContext(serverClock)

/** The server's time, rendered anew at every full `step` of it. */
export function useServerNow(step = 1000, active = true): number {
  const clock = use(ServerClockContext)
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    if (!active) return
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      const current = clock.now()
      setNow(current)
      timer = setTimeout(tick, step - (current % step) + 4)
    }
    tick()
    return () => clearTimeout(timer)
  }, [clock, step, active])
  return now
}
