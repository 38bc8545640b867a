import { QueryClient } from '@tanstack/react-query'
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
