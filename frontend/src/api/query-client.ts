import { QueryClient } from '@tanstack/react-query'
import { asProblem } from './problem'

/** How long to stay away after `failures` failed attempts: what the server asked for, else doubling, never in step. */
export function backOff(failures: number, retryAfter: number | undefined, random: () => number = Math.random): number {
  const wait = retryAfter ?? Math.min(1000 * 2 ** Math.max(0, failures), 30_000)
  return Math.max(wait, 250) * (1 + random() * 0.5)
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
