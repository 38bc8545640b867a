import { backOff } from '@/api/query-client'
import { type ApiProblem, asProblem } from '@/api/problem'

/** After this long without an answer the page says that it is checking. */
const explainAfter = 1_000
/** The shop settles an unknown outcome within ten seconds; an attempt that takes longer is asked again. */
const attemptTimeout = 15_000
const attempts = 6

export type KeyedState<T> =
  | { readonly step: 'idle' }
  | { readonly step: 'asking'; readonly slow: boolean }
  | { readonly step: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly problem: ApiProblem }
  | { readonly step: 'done'; readonly answer: T }
  | { readonly step: 'refused'; readonly problem: ApiProblem }
  /** Asked as often as we may, and still nobody knows. The person gets the next decision. */
  | { readonly step: 'unresolved'; readonly problem: ApiProblem }

export interface KeyedSurroundings {
  now: () => number
  random: () => number
  /** Resolves after `milliseconds`, rejects when the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const browser: KeyedSurroundings = {
  now: () => performance.now(),
  random: Math.random,
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(new DOMException('left', 'AbortError'))
      })
    }),
}

/** The answer may exist although we did not hear it. A refusal is a definite answer and is never asked again. */
function mayHaveHappened(problem: ApiProblem): boolean {
  // A shop without a payment provider says so with a 503, and will say the same next time.
  if (problem.code === 'payments_unavailable') return false
  return problem.status === 0 || problem.status >= 500
}

/**
 * A request that carries an idempotency key, and so may be asked again until its answer is heard: the same key always
 * finds the same outcome. Bounded, with growing and jittered pauses; every step is visible to the page.
 */
export class KeyedRequest<T> {
  private state: KeyedState<T> = { step: 'idle' }
  private running: AbortController | null = null
  private readonly listeners = new Set<() => void>()
  private readonly around: KeyedSurroundings

  constructor(around: KeyedSurroundings = browser) {
    this.around = around
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getState = (): KeyedState<T> => this.state

  /** Sends until there is an answer. A second press while one is running joins it instead of asking twice. */
  async run(send: (signal: AbortSignal) => Promise<T>): Promise<KeyedState<T>> {
    if (this.running) return this.state
    const leaving = new AbortController()
    this.running = leaving
    try {
      const end = await this.askUntilKnown(send, leaving.signal)
      if (!leaving.signal.aborted) this.become(end)
      return this.state
    } catch (error) {
      if (leaving.signal.aborted) return this.state
      throw error
    } finally {
      if (this.running === leaving) this.running = null
    }
  }

  /** Stops listening, for instance because the page is left. The key still finds the outcome later. */
  leave(): void {
    this.running?.abort()
    this.running = null
  }

  reset(): void {
    this.leave()
    this.become({ step: 'idle' })
  }

  private async askUntilKnown(send: (signal: AbortSignal) => Promise<T>, left: AbortSignal): Promise<KeyedState<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return { step: 'done', answer: await this.ask(send, attempt, left) }
      } catch (error) {
        if (left.aborted) throw error
        const problem = asProblem(error)
        if (!mayHaveHappened(problem)) return { step: 'refused', problem }
        if (attempt >= attempts) return { step: 'unresolved', problem }
        const pause = backOff(attempt - 1, problem.retryAfter, this.around.random)
        this.become({ step: 'waiting', attempt, retryAt: this.around.now() + pause, problem })
        await this.around.wait(pause, left)
      }
    }
  }

  private async ask(send: (signal: AbortSignal) => Promise<T>, attempt: number, left: AbortSignal): Promise<T> {
    this.become({ step: 'asking', slow: attempt > 1 })
    const answered = new AbortController()
    const explain = this.around.wait(explainAfter, AbortSignal.any([answered.signal, left])).then(
      () => this.become({ step: 'asking', slow: true }),
      () => undefined,
    )
    try {
      return await send(AbortSignal.any([left, AbortSignal.timeout(attemptTimeout)]))
    } finally {
      answered.abort()
      await explain
    }
  }

  private become(state: KeyedState<T>): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
