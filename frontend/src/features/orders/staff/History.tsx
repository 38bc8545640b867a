import type { OrderMove, OrderNote, OrderPerson, Shipment, StaffOrder } from '@/api/types'
import { orders } from '@/texts/en/orders'
import { parcels } from '@/texts/en/parcels'
import { staffOrders } from '@/texts/en/staff-orders'
import { type Moment, Moments } from '../Moments'
import { contentsOf } from '../Parcels'
import { nameOf } from './words'

const words = staffOrders.history

/** Every move, every parcel and every note, in the order of time, each with who did it. */
export function History({ known: { order, moves, senders, notes } }: { known: StaffOrder }) {
  const senderOf = new Map(senders.map(({ shipment_id, by }) => [shipment_id, by]))
  const moments = [
    ...order.shipments.map((parcel) => leaving(parcel, contentsOf(order, parcel), senderOf.get(parcel.id))),
    ...moves.map(moved),
    ...notes.map(noted),
  ]
  moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="text-lg font-bold">
        {words.title}
      </h2>
      <Moments moments={moments} />
    </section>
  )
}

function moved({ status, at, actor, by, note }: OrderMove, place: number): Moment {
  const who = by == null ? words.by[actor] : actor === 'customer' ? `${nameOf(by)} (${words.by.customer})` : nameOf(by)
  // An order begins by being placed, and waits for its payment from then on.
  const what = place === 0 ? words.placed : orders.orderStatus[status]
  return { key: `${at} ${status}`, at, what, by: who, ...(note != null && { note }) }
}

function leaving(parcel: Shipment, contents: string, sender: OrderPerson | null | undefined): Moment {
  const carried = parcels.by(parcel.carrier, parcel.tracking_number ?? undefined)
  return { key: parcel.id, at: parcel.shipped_at, what: words.parcel, by: sender == null ? words.by.staff : nameOf(sender), note: `${contents}. ${carried}` }
}

function noted({ at, by, text }: OrderNote, place: number): Moment {
  const note = <p className="max-w-(--measure) border-l-4 border-line-strong bg-surface px-3 py-2 whitespace-pre-line [overflow-wrap:anywhere]">{text}</p>
  return { key: `${at} note ${place}`, at, what: words.note, by: by == null ? words.somebody : nameOf(by), note }
}
