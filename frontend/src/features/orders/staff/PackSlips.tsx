import type { OrderToPack } from '@/api/types'
import { addressLines } from '@/features/identity/addresses/address'
import { formatCount, formatMoment } from '@/shared/format'
import { staffOrders } from '@/texts/en/staff-orders'
import { toSend } from './actions'
import { nameOf } from './words'

/** The list on paper: what to fetch from the shelves, then order by order what goes into which box. */
export function PackSlips({ rows }: { rows: readonly OrderToPack[] }) {
  const words = staffOrders.packList
  const toFetch = new Map<string, { name: string; units: number }>()
  for (const { product_id, name, quantity } of rows.flatMap(({ order }) => toSend(order))) {
    toFetch.set(product_id, { name, units: (toFetch.get(product_id)?.units ?? 0) + quantity })
  }
  return (
    <div className="figures hidden text-sm print:block">
      <p className="text-xl font-extrabold">{words.title}</p>
      {rows[0] && <p>{words.printed(formatMoment(rows[0].order.server_time))}</p>}
      <table className="mt-4 w-full break-inside-avoid border-collapse text-left">
        <caption className="text-left font-bold">{words.fetch}</caption>
        <tbody>
          {[...toFetch].map(([id, { name, units }]) => (
            <tr key={id} className="border-b border-line-strong">
              <td className="w-16 py-1 pr-4 text-right font-bold">{formatCount(units)}</td>
              <td className="py-1">{name}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.map(({ order, customer, paid_at }) => (
        <section key={order.id} className="mt-6 break-inside-avoid border-t-2 border-ink pt-2">
          <div className="flex justify-between gap-8">
            <div>
              <p className="text-lg font-extrabold">{order.number}</p>
              <p>{`${nameOf(customer)}, ${staffOrders.column.paid.toLowerCase()} ${formatMoment(paid_at)}`}</p>
              {order.shipping_method != null && <p>{staffOrders.order.shippingBy[order.shipping_method]}</p>}
            </div>
            {order.shipping_address != null && (
              <p>
                {addressLines(order.shipping_address).map((line) => (
                  <span key={line} className="block">
                    {line}
                  </span>
                ))}
              </p>
            )}
          </div>
          <ul className="mt-2">
            {toSend(order).map((line) => (
              <li key={line.product_id} className="flex items-baseline gap-4 py-1">
                <span className="size-4 translate-y-0.5 border border-ink" />
                <span className="w-10 text-right font-bold">{formatCount(line.quantity)}</span>
                <span>{line.name}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
