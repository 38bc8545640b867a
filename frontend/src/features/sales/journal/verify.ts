import type { JournalEntry, Receipt } from '@/api/types'

/*
 * What docs/journal.md describes, with the browser's own SHA-256. Nothing here asks the shop whether it is right. The same
 * test vectors hold this, the server's Rust and PostgreSQL together.
 */

/** Browsers hash only on pages that came through a secure connection, or from this machine. */
export class InsecurePage extends Error {}

type Bytes = Uint8Array<ArrayBuffer>

async function sha256(...parts: Bytes[]): Promise<Bytes> {
  // Absent, whatever the types say, where the page is not secure.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (subtle === undefined) throw new InsecurePage()
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let end = 0
  for (const part of parts) {
    whole.set(part, end)
    end += part.length
  }
  return new Uint8Array(await subtle.digest('SHA-256', whole))
}

const ofHex = (digits: string): Bytes => Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const toHex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const idBytes = (id: string): Bytes => ofHex(id.replaceAll('-', ''))

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)

/** What stands before a sale's first entry. */
export const beginning = '0'.repeat(64)

/** What an order's leaf is made of. */
export type Share = Pick<Receipt, 'order_id' | 'user_id' | 'units'>

export async function leafOf({ order_id, user_id, units }: Share): Promise<string> {
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, units)
  return toHex(await sha256(leafMark, idBytes(order_id), idBytes(user_id), count))
}

/** The digest that a proof leads to from the leaf at `place` among `size`; null when no such tree has such a proof. */
export async function rootOf(leaf: string, place: number, size: number, proof: readonly string[]): Promise<string | null> {
  if (place < 0 || place >= size) return null
  let root = ofHex(leaf)
  let used = 0
  for (let at = place, width = size; width > 1; at = Math.floor(at / 2), width = Math.ceil(width / 2)) {
    const isRight = at % 2 === 1
    if (!isRight && at + 1 === width) continue // No sibling: it goes up as it is.
    const sibling = proof[used]
    used += 1
    if (sibling?.length !== 64) return null
    root = isRight ? await sha256(nodeMark, ofHex(sibling), root) : await sha256(nodeMark, root, ofHex(sibling))
  }
  return used === proof.length ? toHex(root) : null
}

/** The line that is hashed. */
export function lineOf(entry: JournalEntry): string {
  const { sale_id, seq, kind, units, allocated, orders, digest, limit_before, at, previous } = entry
  return ['doorbuster-journal-1', sale_id, seq, kind, units, allocated, orders, digest, limit_before ?? '', at, previous].join('|')
}

export async function hashOf(entry: JournalEntry): Promise<string> {
  return toHex(await sha256(new TextEncoder().encode(lineOf(entry))))
}

/** What a check has found wrong. */
export type Fault =
  /** The receipt is not about this order, this customer or these units. */
  | { what: 'another_order' }
  /** The order is not among those that the entry's digest stands for. */
  | { what: 'not_included' }
  /** The public journal has another entry where the receipt's should be. */
  | { what: 'not_in_journal'; seq: number }
  /** An entry is missing, is not what its hash says, or does not follow from the one before. */
  | { what: 'broken'; seq: number }

/** Whether the receipt is about `order`, and the order in the receipt's entry. */
export async function checkReceipt(receipt: Receipt, order: Share & { sale_id: string }): Promise<Fault | null> {
  const { entry } = receipt
  const isAbout = receipt.order_id === order.order_id && receipt.user_id === order.user_id && receipt.units === order.units
  if (!isAbout || entry.sale_id !== order.sale_id || entry.kind !== 'sold') return { what: 'another_order' }
  const root = await rootOf(await leafOf(receipt), receipt.place, entry.orders, receipt.proof)
  if (root !== entry.digest) return { what: 'not_included' }
  return (await hashOf(entry)) === entry.hash ? null : { what: 'broken', seq: entry.seq }
}

/** A place in a sale's journal up to which it is verified. */
export interface Head {
  sale_id: string
  seq: number
  hash: string
}

/** Goes on from `head` over `entries`. */
export async function follow(head: Head, entries: readonly JournalEntry[]): Promise<Head | Fault> {
  let { seq, hash } = head
  for (const entry of entries) {
    seq += 1
    const follows = entry.sale_id === head.sale_id && entry.seq === seq && entry.previous === hash
    if (!follows || (await hashOf(entry)) !== entry.hash) return { what: 'broken', seq }
    hash = entry.hash
  }
  return { ...head, seq, hash }
}
