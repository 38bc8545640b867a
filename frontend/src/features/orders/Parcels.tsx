import type { ReactNode } from 'react'
import type { Order, Shipment } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { CopyButton } from '@/shared/ui/CopyButton'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'
import { parcels } from '@/texts/en/parcels'

interface ParcelsProps {
  order: Order
  /** Said while there is none; without it nothing is shown then. */
  empty?: string
  /** With the parcels' ids, for those who need them. */
  ids?: boolean
  /** What can be done with a parcel. */
  action?: (parcel: Shipment) => ReactNode
}

/** What has left the house, parcel by parcel, with what is needed to follow it. */
export function Parcels({ order, empty, ids = false, action }: ParcelsProps) {
  if (order.shipments.length === 0 && empty === undefined) return null
  return (
    <section aria-labelledby="parcels">
      <h2 id="parcels" className="text-lg font-bold tracking-tight">
        {parcels.title}
      </h2>
      {order.shipments.length === 0 ? (
        <p className="mt-2 text-sm text-ink-soft">{empty}</p>
      ) : (
        <ul className="mt-2 border-t border-line-strong">
          {order.shipments.map((parcel) => (
            <li key={parcel.id} className="flex gap-4 border-b border-line py-3">
              <span className="mt-0.5 text-ink-soft">
                <Icon name={parcel.delivered_at == null ? 'truck' : 'check'} size={22} />
              </span>
              <div className="min-w-0">
                <p className="font-medium">{contentsOf(order, parcel)}</p>
                <p className="flex flex-wrap items-center gap-x-1 text-sm">
                  <span className="[overflow-wrap:anywhere]">{parcels.by(parcel.carrier, parcel.tracking_number ?? undefined)}</span>
                  {parcel.tracking_number != null && <CopyButton small value={parcel.tracking_number} what={parcels.tracking} />}
                </p>
                <p className="figures text-sm text-ink-soft">
                  <time dateTime={parcel.shipped_at}>{parcels.left(formatMoment(parcel.shipped_at))}</time>
                  {parcel.delivered_at != null && (
                    <>
                      , <time dateTime={parcel.delivered_at}>{parcels.arrived(formatMoment(parcel.delivered_at))}</time>
                    </>
                  )}
                </p>
                {ids && (
                  <p className="flex items-center gap-1 text-ink-soft">
                    <code className="min-w-0 font-mono text-xs break-all">{parcel.id}</code>
                    <CopyButton small value={parcel.id} what={`${parcels.id} ${parcel.id}`} />
                  </p>
                )}
                {action?.(parcel)}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What is in a parcel, in words. */
export function contentsOf(order: Order, parcel: Shipment): string {
  const name = (product: string) => order.lines.find(({ product_id }) => product_id === product)?.name ?? product
  return parcel.lines.map(({ product_id, quantity }) => texts.common.units(quantity, name(product_id))).join(', ')
}
