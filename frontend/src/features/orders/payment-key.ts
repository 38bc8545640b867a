import type { TestOutcome } from '@/api/types'
import { newKey, readStored, writeStored } from '@/shared/stored'

/** How it is paid: in the provider's form, or as the test provider is told. */
export type PaymentWay = TestOutcome | 'browser'

interface PaymentRecord {
  readonly key: string
  readonly way: PaymentWay
}

const session = () => globalThis.sessionStorage
const name = (orderId: string) => `doorbuster.payment.${orderId}`

/** The payment of this order that has no definite answer yet, if there is one in this tab. */
export function openPayment(orderId: string): PaymentRecord | null {
  const text = readStored(session, name(orderId))
  if (text === null) return null
  try {
    return JSON.parse(text) as PaymentRecord
  } catch {
    return null
  }
}

/** The key for paying: the open one when the same payment is asked for again, else a new one. */
export function paymentKey(orderId: string, way: PaymentWay): string {
  const open = openPayment(orderId)
  if (open?.way === way) return open.key
  const key = newKey()
  writeStored(session, name(orderId), JSON.stringify({ key, way } satisfies PaymentRecord))
  return key
}

/** A definite answer closes the payment; another try is another payment with its own key. */
export function closePayment(orderId: string): void {
  writeStored(session, name(orderId), null)
}
