/** The address that was typed on the login page, told to the page after it by the history: nothing is asked twice. */
export const typedState = (email: string) => ({ email })

export function typedIn(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('email' in state)) return ''
  return typeof state.email === 'string' ? state.email : ''
}
