import type { JournalEntry } from '@/api/types'
import type { Fault } from '@/features/sales/journal/verify'
import type { Words } from './problems'

/** What was proven, from after which entry on, up to which, and whether that is the end. */
export type Proven = (from: string, to: string, complete: boolean) => Words

const many = (count: number, one: string, more: string) => `${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : more}`
const units = (count: number) => many(count, 'unit', 'units')
const orders = (count: number) => many(count, 'order', 'orders')

/** The journal in plain words: only the pages that show it load them. */
export const journal = {
  title: 'The sale’s journal',
  lead: (sale: string | undefined) =>
    `Everything that moved a unit of ${sale === undefined ? 'this sale' : `“${sale}”`}, first to last. Each entry is sealed with the one before it, so none can be changed, left out or slipped in without breaking every seal that follows. It names nobody.`,
  more: 'Show later entries',
  loadingMore: 'Loading later entries',
  hashes: 'Seals',
  ofEntry: (seq: number) => `of entry ${seq}`,
  hashName: { hash: 'This entry', previous: 'The one before', digest: 'Its orders' },
  told: ({ kind, units: moved, allocated, orders: about, limit_before }: JournalEntry): string => {
    switch (kind) {
      case 'opened':
        return `The sale was set up with ${units(moved)}`
      case 'sold':
        return `${orders(about)} placed: ${units(-moved)}`
      case 'released':
        return allocated === 0 ? `${orders(about)} gave back ${units(moved)}` : `${orders(about)} gave back ${units(-allocated)}, to the shop’s stock`
      case 'settled':
        return moved === 0 ? 'The sale was closed with nothing left over' : `The sale was closed: ${units(-moved)} left over`
      case 'edited': {
        const amount = moved === 0 ? 'The shop changed the sale' : moved > 0 ? `The shop added ${units(moved)}` : `The shop took ${units(-moved)} out`
        return limit_before == null ? amount : `${amount}. Until then, up to ${limit_before} per customer`
      }
      case 'paused':
        return 'The shop paused the sale'
      case 'resumed':
        return 'The shop resumed the sale'
      case 'cancelled':
        return 'The shop cancelled the sale'
    }
  },
  check: {
    working: 'Checking in this browser',
    progress: (checked: string, of: string) => `${checked} of ${of} entries checked`,
    stop: 'Stop checking',
    again: 'Check again',
    head: 'Last seal:',
    headName: 'the last seal',
    limits: 'One browser cannot see whether everybody is shown the same journal. Compare the last seal with somebody else’s, or keep it: the journal may only grow from there.',
    insecure: {
      title: 'This browser cannot check here',
      meaning: 'Browsers compute seals only on pages that came through a secure connection, or from the same machine.',
      next: 'Open the shop by https, or check by hand as the shop’s documentation describes.',
    } satisfies Words,
  },
  checkAll: {
    title: 'See for yourself',
    body: 'Your browser fetches every entry and computes every seal again. Nothing is taken on trust, and nothing is sent.',
    start: 'Check the whole journal',
    proven: (_from, to, complete) => ({
      title: complete ? 'The journal is whole' : 'Whole, as far as it was checked',
      meaning: `Entries 1 to ${to} follow each other without a gap, and every seal is right.`,
      next: complete ? 'Nothing was changed, left out or slipped in after it was sealed.' : 'The journal is longer than one check follows.',
    }),
  } satisfies { proven: Proven } & Record<string, unknown>,
  fault: (fault: Fault): Words => {
    const next = 'Keep a copy of this page and ask the shop about it.'
    switch (fault.what) {
      case 'another_order':
        return { title: 'This receipt is not for your order', meaning: 'It speaks of another order, another customer or another number of units.', next }
      case 'not_included':
        return { title: 'Your order is not in the entry', meaning: 'The receipt’s proof does not lead to the seal of the orders that the entry placed.', next }
      case 'not_in_journal':
        return { title: 'The journal says something else', meaning: `Entry ${fault.seq} of the public journal is not the one on your receipt.`, next }
      case 'broken':
        return { title: 'The journal is broken', meaning: `Entry ${fault.seq} is missing, is not what its seal says, or does not follow from the one before.`, next }
    }
  },
  receipt: {
    title: 'Your receipt',
    lead: 'Your order has a place in the public journal of its sale. The journal does not name you; with this receipt, you can find yourself in it.',
    units: 'Units',
    entry: 'Entry in the journal',
    at: 'Sealed',
    together: 'Other orders in the same entry',
    checkTitle: 'See for yourself',
    checkBody: 'Your browser computes the seal of your order, follows it into the entry, and the journal from there to its end.',
    start: 'Check my receipt',
    proven: (from, to, complete) => ({
      title: 'Your order is in the journal',
      meaning: `Entry ${from} stands for this order, your account and this number of units, and for nothing else in its place. The public journal has that entry, ${from === to ? 'as its last one' : `and goes on from it to entry ${to} without a gap`}.`,
      next: complete ? 'Nobody can take your order out again without breaking a seal.' : 'The journal is longer than one check follows.',
    }),
    toOrder: 'Back to the order',
    toJournal: 'Read the journal',
  } satisfies { proven: Proven } & Record<string, unknown>,
} as const
