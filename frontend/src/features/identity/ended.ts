/** How somebody ended their own session, told to the login page by the history, so that a reload still says it. */
export type Ended = 'here' | 'everywhere'

export const endedState = (ended: Ended) => ({ ended })

export function endedBy(state: unknown): Ended | undefined {
  if (typeof state !== 'object' || state === null || !('ended' in state)) return undefined
  return state.ended === 'here' || state.ended === 'everywhere' ? state.ended : undefined
}
