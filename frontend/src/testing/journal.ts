import vectors from '../../../docs/journal-vectors.json'
import type { JournalEntry, Receipt } from '@/api/types'

/** The test vectors of docs/journal.md, which hold the server and PostgreSQL as well. */
export { vectors }

/** The journal of the vectors: ten entries, one of each kind at least. */
export const entries: readonly JournalEntry[] = vectors.entries.map(({ entry }) => ({
  ...entry,
  sale_id: vectors.sale_id,
  kind: entry.kind as JournalEntry['kind'],
}))

/** The receipt of one of the three orders that entry 2 placed. */
export function aReceipt(which = 1): Receipt {
  const proof = vectors.trees[3]?.proofs[which]
  const share = vectors.shares.find(({ order }) => order === proof?.order)
  const [, entry] = entries
  if (!proof || !share || !entry) throw new Error('the vectors have changed')
  return { order_id: share.order, user_id: share.user, units: share.units, place: proof.place, proof: proof.proof, entry }
}
