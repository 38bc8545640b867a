import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from './problem'
import { backOff, failureOf, steadily } from './query-client'

describe('polling', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('goes on although the page is drawn again and again and the plan is jittered', async () => {
    const queries = new QueryClient()
    const ask = vi.fn(() => Promise.resolve(1))
    const options = { queryKey: ['polled'], queryFn: ask, refetchInterval: steadily<number>(() => 900 + Math.random() * 200) }
    const observer = new QueryObserver(queries, options)
    const stop = observer.subscribe(() => undefined)
    for (let drawn = 0; drawn < 100; drawn += 1) {
      observer.setOptions(options)
      await vi.advanceTimersByTimeAsync(100)
    }
    stop()
    // Ten seconds at about one second each.
    expect(ask.mock.calls.length).toBeGreaterThanOrEqual(9)
  })

  it('draws a new wait after every answer', () => {
    const queries = new QueryClient()
    queries.setQueryData(['planned'], 1)
    const query = queries.getQueryCache().find<number>({ queryKey: ['planned'] })
    if (!query) throw new Error('The query was just written.')
    const plan = steadily<number>(() => Math.random())
    const first = plan(query)
    expect(plan(query)).toBe(first)
    queries.setQueryData(['planned'], 2)
    expect(plan(query)).not.toBe(first)
    const other = steadily<number>(() => 7, 'other')
    expect(other(query)).toBe(7)
  })

  it('backs off by how long it has been failing', () => {
    const error = new ApiProblem('network', 0)
    const state = { error, errorUpdateCount: 9, dataUpdatedAt: 1_000 }
    expect(failureOf({ ...state, error: null, errorUpdatedAt: 0 })).toBeNull()
    expect(failureOf({ ...state, errorUpdatedAt: 2_000 })).toMatchObject({ count: 0 })
    expect(failureOf({ ...state, errorUpdatedAt: 17_000 })).toMatchObject({ count: 4 })
    expect(backOff(20, undefined, () => 1)).toBe(45_000)
  })
})
