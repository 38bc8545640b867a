import { describe, expect, it } from 'vitest'
import type { JournalEntry, Receipt } from '@/api/types'
import { aReceipt, entries, vectors } from '@/testing/journal'
import { beginning, checkReceipt, follow, hashOf, leafOf, lineOf, rootOf } from './verify'

const start = { sale_id: vectors.sale_id, seq: 0, hash: beginning }

describe('the documented format', () => {
  it('makes the documented leaves', async () => {
    for (const { order, user, units, leaf } of vectors.shares) {
      expect(await leafOf({ order_id: order, user_id: user, units })).toBe(leaf)
    }
  })

  it('leads every documented proof to its digest', async () => {
    for (const { size, digest, proofs } of vectors.trees) {
      expect(proofs).toHaveLength(size)
      for (const { order, place, proof } of proofs) {
        const leaf = vectors.shares.find((share) => share.order === order)?.leaf ?? ''
        expect(await rootOf(leaf, place, size, proof)).toBe(digest)
      }
    }
  })

  it('makes the documented lines and hashes', async () => {
    for (const [index, { line, entry }] of vectors.entries.entries()) {
      const read = entries[index] as JournalEntry
      expect(lineOf(read)).toBe(line)
      expect(await hashOf(read)).toBe(entry.hash)
    }
  })

  it('follows the documented journal', async () => {
    expect(await follow(start, entries)).toEqual({ ...start, seq: 10, hash: entries[9]?.hash })
  })
})

const order = () => ({ ...aReceipt(), sale_id: vectors.sale_id })
const other = '0'.repeat(64)

describe('a doctored receipt', () => {
  it('is none when nothing was changed', async () => {
    expect(await checkReceipt(aReceipt(), order())).toBeNull()
  })

  const doctored: [string, Partial<Receipt>, string][] = [
    ['of another order', { order_id: vectors.sale_id }, 'another_order'],
    ['of another customer', { user_id: vectors.sale_id }, 'another_order'],
    ['of more units', { units: aReceipt().units + 1 }, 'another_order'],
    ['in another place', { place: 0 }, 'not_included'],
    ['beyond the tree', { place: 3 }, 'not_included'],
    ['before the tree', { place: -1 }, 'not_included'],
    ['without a proof', { proof: [] }, 'not_included'],
    ['with a longer proof', { proof: [...aReceipt().proof, other] }, 'not_included'],
    ['with another sibling', { proof: [other, ...aReceipt().proof.slice(1)] }, 'not_included'],
    ['with half a sibling', { proof: ['00', ...aReceipt().proof.slice(1)] }, 'not_included'],
    ['of another entry', { entry: entries[5] }, 'not_included'],
    ['of an entry that placed nothing', { entry: entries[0] }, 'another_order'],
    ['of an entry with another time', { entry: { ...aReceipt().entry, at: '2026-11-21T18:00:00.120001Z' } }, 'broken'],
    ['of another sale', { entry: { ...aReceipt().entry, sale_id: aReceipt().order_id } }, 'another_order'],
  ]
  it.each(doctored)('%s', async (_, changes, what) => {
    expect(await checkReceipt({ ...aReceipt(), ...changes }, order())).toMatchObject({ what })
  })

  it('also when the order itself claims more units than were sealed', async () => {
    const more = aReceipt().units + 1
    expect(await checkReceipt({ ...aReceipt(), units: more }, { ...order(), units: more })).toEqual({ what: 'not_included' })
  })
})

describe('a doctored journal', () => {
  const changed: [keyof JournalEntry, unknown][] = [
    ['sale_id', aReceipt().order_id],
    ['seq', 5],
    ['kind', 'paused'],
    ['units', -5],
    ['allocated', 1],
    ['orders', 4],
    ['digest', other],
    ['limit_before', 1],
    ['at', '2026-11-21T18:00:00.999999Z'],
    ['previous', other],
    ['hash', other],
  ]
  it.each(changed)('%s of an entry', async (field, value) => {
    const doctored = entries.map((entry) => (entry.seq === 2 ? { ...entry, [field]: value } : entry))
    expect(await follow(start, doctored)).toEqual({ what: 'broken', seq: 2 })
  })

  it('an entry with a hash that was made to fit breaks the next one', async () => {
    const forged = { ...(entries[1] as JournalEntry), units: -5 }
    forged.hash = await hashOf(forged)
    expect(await follow(start, entries.with(1, forged))).toEqual({ what: 'broken', seq: 3 })
  })

  it('an entry is missing, doubled, or in another place', async () => {
    expect(await follow(start, entries.toSpliced(3, 1))).toEqual({ what: 'broken', seq: 4 })
    expect(await follow(start, entries.toSpliced(3, 0, entries[3] as JournalEntry))).toEqual({ what: 'broken', seq: 5 })
    expect(await follow(start, entries.with(3, entries[4] as JournalEntry).with(4, entries[3] as JournalEntry))).toEqual({ what: 'broken', seq: 4 })
  })
})
