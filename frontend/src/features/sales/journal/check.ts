import { answered, client } from '@/api/client'
import type { JournalPage, Receipt } from '@/api/types'
import { beginning, checkReceipt, type Fault, follow, type Head, hashOf, type Share } from './verify'

/** How many entries one check follows. Beyond it says so instead of asking for ever. */
export const mostEntries = 20_000
const perPage = 100

/** What a check found out: the journal's end as verified here, or what is wrong. */
export type Result = { fault: Fault } | { head: Head; from: number; complete: boolean }

export type Progress = (checked: number, of: number) => void

async function read(saleId: string, after: number, signal: AbortSignal): Promise<JournalPage> {
  const request = { params: { path: { id: saleId }, query: { cursor: String(after), limit: perPage } }, signal }
  return answered(await client.GET('/api/v1/sales/{id}/journal', request))
}

/** Follows the journal to its end, from before the first entry or from one that is verified already. */
export async function checkJournal(saleId: string, signal: AbortSignal, progress: Progress, start?: Head): Promise<Result> {
  let head = start ?? { sale_id: saleId, seq: 0, hash: beginning }
  const from = head.seq
  while (head.seq - from < mostEntries) {
    const page = await read(saleId, head.seq, signal)
    const next = await follow(head, page.items)
    if ('what' in next) return { fault: next }
    head = next
    progress(head.seq - from, page.last_seq - from)
    if (page.next_cursor == null) {
      // The sale counts its entries: an end that was cut off shows.
      return head.seq < page.last_seq ? { fault: { what: 'broken', seq: head.seq + 1 } } : { head, from, complete: true }
    }
    if (page.items.length === 0) return { fault: { what: 'broken', seq: head.seq + 1 } }
  }
  return { head, from, complete: false }
}

/**
 * Whether an order is where its receipt says, in the journal that everybody sees, and whether that journal goes on without
 * a gap from there.
 */
export async function checkOrder(order: Share & { sale_id: string }, receipt: Receipt, signal: AbortSignal, progress: Progress): Promise<Result> {
  const fault = await checkReceipt(receipt, order)
  if (fault !== null) return { fault }
  const { entry } = receipt
  const [published] = (await read(entry.sale_id, entry.seq - 1, signal)).items
  if (published?.seq !== entry.seq || (await hashOf(published)) !== entry.hash) return { fault: { what: 'not_in_journal', seq: entry.seq } }
  return checkJournal(entry.sale_id, signal, progress, entry)
}
