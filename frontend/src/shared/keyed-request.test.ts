import { describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { KeyedRequest, type KeyedSurroundings } from './keyed-request'

/** Time that passes only when somebody waits. */
function surroundings() {
  const waits: number[] = []
  const around: KeyedSurroundings = {
    now: () => 0,
    random: () => 0.5,
    wait: (milliseconds, signal) => {
      // The one-second notice is a wait of its own: it loses against an answer that comes at once.
      if (milliseconds === 1_000 && !signal.aborted) {
        return new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('answered')))
          setTimeout(resolve, 20)
        })
      }
      waits.push(milliseconds)
      return Promise.resolve()
    },
  }
  return { around, waits }
}

const lost = () => Promise.reject(new TypeError('network'))
const busy = (retryAfter?: number) => Promise.reject(new ApiProblem('busy', 503, {}, retryAfter))

describe('a request with a key', () => {
  it('is asked again when its answer was lost, until there is one', async () => {
    const { around, waits } = surroundings()
    const request = new KeyedRequest<string>(around)
    const send = vi.fn<() => Promise<string>>().mockImplementationOnce(lost).mockImplementationOnce(() => busy()).mockResolvedValue('order')
    expect(await request.run(send)).toEqual({ step: 'done', answer: 'order' })
    expect(send).toHaveBeenCalledTimes(3)
    // Each pause is longer than the last, and none of them is the round number everybody else waits.
    expect(waits).toEqual([1_250, 2_500])
  })

  it('waits as long as the server says, with jitter', async () => {
    const { around, waits } = surroundings()
    const send = vi.fn<() => Promise<string>>().mockImplementationOnce(() => busy(4_000)).mockResolvedValue('order')
    await new KeyedRequest<string>(around).run(send)
    expect(waits).toEqual([5_000])
  })

  it('takes a refusal for an answer', async () => {
    const { around } = surroundings()
    const send = vi.fn(() => Promise.reject(new ApiProblem('sold_out', 409)))
    expect(await new KeyedRequest(around).run(send)).toMatchObject({ step: 'refused', problem: { code: 'sold_out' } })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('does not hammer a shop that limits it', async () => {
    const { around } = surroundings()
    const send = vi.fn(() => Promise.reject(new ApiProblem('rate_limited', 429, {}, 9_000)))
    expect(await new KeyedRequest(around).run(send)).toMatchObject({ step: 'refused' })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('ends, and hands the decision back', async () => {
    const { around } = surroundings()
    const send = vi.fn(() => Promise.reject(new ApiProblem('outcome_unknown', 503)))
    const request = new KeyedRequest(around)
    expect(await request.run(send)).toMatchObject({ step: 'unresolved', problem: { code: 'outcome_unknown' } })
    expect(send).toHaveBeenCalledTimes(6)
    // "Ask again" starts over.
    send.mockImplementation(() => Promise.reject(new ApiProblem('sold_out', 409)))
    expect(await request.run(send)).toMatchObject({ step: 'refused' })
  })

  it('shows the press at once and says after a second that it is checking', async () => {
    const { around } = surroundings()
    const request = new KeyedRequest<string>(around)
    const steps: unknown[] = []
    request.subscribe(() => steps.push(request.getState()))
    await request.run(() => new Promise((resolve) => setTimeout(() => resolve('order'), 60)))
    expect(steps).toEqual([
      { step: 'asking', slow: false },
      { step: 'asking', slow: true },
      { step: 'done', answer: 'order' },
    ])
  })

  it('joins a second press to the first', async () => {
    const { around } = surroundings()
    const request = new KeyedRequest<string>(around)
    const send = vi.fn(() => new Promise<string>((resolve) => setTimeout(() => resolve('order'), 5)))
    await Promise.all([request.run(send), request.run(send)])
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('falls silent when it is left', async () => {
    const { around } = surroundings()
    const request = new KeyedRequest<string>(around)
    const run = request.run((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('left', 'AbortError')))))
    request.reset()
    await run
    expect(request.getState()).toEqual({ step: 'idle' })
  })
})
