import { QueryClient, type QueryState } from '@tanstack/react-query'
import { type ApiProblem, asProblem } from './problem'

/** How long to stay away after `failures` failed attempts: what the server asked for, else doubling, never in step. */
export function backOff(failures: number, retryAfter: number | undefined, random: () => number = Math.random): number {
  const wait = retryAfter ?? Math.min(1000 * 2 ** Math.max(0, failures), 30_000)
  return Math.max(wait, 250) * (1 + random() * 0.5)
}

interface PolledState {
  readonly error: unknown
  readonly errorUpdateCount: number
  readonly errorUpdatedAt: number
  readonly dataUpdatedAt: number
}

export interface Failure {
  readonly problem: ApiProblem
  readonly count: number
}

/** Whether a polled query is failing, and for how long: the longer, the more failures in a row that stands for. */
export function failureOf(state: PolledState): Failure | null {
  if (state.error === null) return null
  const seconds = (state.errorUpdatedAt - state.dataUpdatedAt) / 1000
  const count = state.dataUpdatedAt === 0 ? state.errorUpdateCount - 1 : Math.floor(Math.log2(Math.max(1, seconds)))
  return { problem: asProblem(state.error), count }
}

const planned = new WeakMap<object, { readonly updates: number; readonly kind: string; readonly wait: number | false }>()

interface PolledQuery<T> {
  readonly state: QueryState<T>
}

/**
 * Makes a plan with jitter fit for `refetchInterval`, which is asked anew at every render and starts over whenever the
 * answer differs: one wait is drawn per update of the query, and stands until the next one, or until another `kind` of
 * plan takes over.
 */
export function steadily<T>(plan: (state: QueryState<T>) => number | false, kind = ''): (query: PolledQuery<T>) => number | false {
  return (query) => {
    const updates = query.state.dataUpdateCount + query.state.errorUpdateCount
    const known = planned.get(query)
    if (known?.updates === updates && known.kind === kind) return known.wait
    const wait = plan(query.state)
    planned.set(query, { updates, kind, wait })
    return wait
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 10 * 60_000,
        // Only what may answer differently next time is asked again.
        retry: (failures, error) => failures < 3 && asProblem(error).isTransient,
        retryDelay: (failures, error) => backOff(failures, asProblem(error).retryAfter),
      },
      mutations: { retry: false },
    },
  })
}
