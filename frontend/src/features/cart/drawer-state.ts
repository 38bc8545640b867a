import { useSyncExternalStore } from 'react'

let open = false
const listeners = new Set<() => void>()

/** Shows the cart over whatever page one is on, or takes it away. */
export function showCart(shown: boolean): void {
  open = shown
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useCartShown(): boolean {
  return useSyncExternalStore(subscribe, () => open)
}
