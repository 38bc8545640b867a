import type { Checkout } from '@/api/types'
import { newKey, readStored, writeStored } from '@/shared/stored'

/** A press of "order" that has no definite answer yet. */
export interface OpenCheckout {
  readonly key: string
  readonly body: Checkout
  readonly at: number
}

/** A press older than this is not finished by itself any more: the person may have changed their mind. */
const lasts = 10 * 60_000
const name = 'doorbuster.checkout-key'
const session = () => globalThis.sessionStorage

function read(): OpenCheckout | null {
  try {
    return JSON.parse(readStored(session, name) ?? 'null') as OpenCheckout | null
  } catch {
    return null
  }
}

/** The key of this order. The same order keeps it through retries and reloads; another address or total is another order. */
export function checkoutKey(body: Checkout, now: number = Date.now()): string {
  const open = read()
  if (open && JSON.stringify(open.body) === JSON.stringify(body)) return open.key
  const key = newKey()
  writeStored(session, name, JSON.stringify({ key, body, at: now } satisfies OpenCheckout))
  return key
}

/** A definite answer closes it. */
export function closeCheckout(): void {
  writeStored(session, name, null)
}

/** The press that a reload cut off, if it is recent enough to be finished without asking. */
export function openCheckout(now: number = Date.now()): OpenCheckout | null {
  const open = read()
  return open && now - open.at < lasts ? open : null
}
