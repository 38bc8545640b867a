import { readStored, writeStored } from '@/shared/stored'

/** The header that stands for a visitor without an account: whose cart it is, and whose orders. */
export const cartTokenHeader = 'Cart-Token'

const key = 'doorbuster.cart-token'
const local = () => globalThis.localStorage
const listeners = new Set<() => void>()

function changed(): void {
  for (const listener of listeners) listener()
}

/** The token of this browser, or null while nothing was ever put into a cart without an account. */
export function cartToken(): string | null {
  return readStored(local, key)
}

export function keepCartToken(token: string): void {
  if (token === cartToken()) return
  writeStored(local, key, token)
  changed()
}

/** After a login took over what the token stood for. */
export function forgetCartToken(): void {
  writeStored(local, key, null)
  changed()
}

export function subscribeCartToken(listener: () => void): () => void {
  // Another tab may have begun the cart, or have logged in.
  const elsewhere = (event: StorageEvent) => {
    if (event.key === key || event.key === null) listener()
  }
  listeners.add(listener)
  globalThis.addEventListener('storage', elsewhere)
  return () => {
    listeners.delete(listener)
    globalThis.removeEventListener('storage', elsewhere)
  }
}
