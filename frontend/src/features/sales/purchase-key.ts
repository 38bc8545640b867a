import { newKey, readStored, writeStored } from '@/shared/stored'

/** A press of "buy" that has no answer yet. */
export interface Intent {
  readonly quantity: number
  readonly at: number
}

export interface PurchaseRecord {
  readonly key: string
  readonly intent: Intent | null
}

/** A press older than this is not finished by itself any more: the person may have changed their mind. */
const intentLasts = 10 * 60_000

const session = () => globalThis.sessionStorage
const name = (saleId: string) => `doorbuster.purchase.${saleId}`

function save(saleId: string, record: PurchaseRecord): PurchaseRecord {
  writeStored(session, name(saleId), JSON.stringify(record))
  return record
}

function parse(text: string | null): PurchaseRecord | null {
  if (text === null) return null
  try {
    const value = JSON.parse(text) as Partial<PurchaseRecord>
    return typeof value.key === 'string' ? { key: value.key, intent: value.intent ?? null } : null
  } catch {
    return null
  }
}

/**
 * The idempotency key of this sale in this tab. Made when the page opens, so that the very first press, its retries and
 * a reload in the middle all name the same purchase.
 */
export function purchaseRecord(saleId: string): PurchaseRecord {
  return parse(readStored(session, name(saleId))) ?? save(saleId, { key: newKey(), intent: null })
}

export function recordIntent(saleId: string, quantity: number, at: number = Date.now()): PurchaseRecord {
  return save(saleId, { ...purchaseRecord(saleId), intent: { quantity, at } })
}

export function clearIntent(saleId: string): PurchaseRecord {
  return save(saleId, { ...purchaseRecord(saleId), intent: null })
}

/** For buying again after an order was released: the old key would find the old order. */
export function renewKey(saleId: string): PurchaseRecord {
  return save(saleId, { key: newKey(), intent: null })
}

/** The press that still waits for its answer, if it is recent enough to be finished without asking. */
export function openIntent(saleId: string, now: number = Date.now()): Intent | null {
  const { intent } = purchaseRecord(saleId)
  return intent && now - intent.at < intentLasts ? intent : null
}
