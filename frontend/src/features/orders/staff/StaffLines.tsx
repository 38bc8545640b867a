import type { ReactNode } from 'react'
import type { Order } from '@/api/types'
import { formatCount, formatMoney, formatPercent } from '@/shared/format'
import { CopyButton } from '@/shared/ui/CopyButton'
import { cart } from '@/texts/en/cart'
import { order as orderWords } from '@/texts/en/orders'
import { staffOrders } from '@/texts/en/staff-orders'
import { goneOf } from './actions'

/** What was ordered, what of it has left, and how the total came about. */
export function StaffLines({ order }: { order: Order }) {
  const words = staffOrders.order
  const { discount, shipping, subtotal } = order
  const leaving = order.shipments.length > 0
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" className="text-lg font-bold">
        {words.lines}
      </h2>
      <table className="figures mt-2 w-full text-left text-sm">
        <thead className="text-xs text-ink-soft">
          <tr className="border-b border-line-strong">
            <th scope="col" className="py-2 pr-4 font-semibold">
              {words.product}
            </th>
            <th scope="col" className="py-2 pr-4 text-right font-semibold max-sm:hidden">
              {words.each}
            </th>
            <th scope="col" className="py-2 pr-4 text-right font-semibold">
              {words.units}
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              {words.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.product_id} className="border-b border-line align-baseline">
              <th scope="row" className="py-2 pr-4 font-medium">
                {line.name}
                <CopyButton small value={line.product_id} what={`${words.id.product} ${line.name}`} />
                {line.given_up > 0 && <span className="block text-xs font-normal text-ink-soft">{words.givenUp(line.given_up)}</span>}
                {leaving && <span className="block text-xs font-normal text-ink-soft">{words.left(goneOf(order, line), line.quantity)}</span>}
              </th>
              <td className="py-2 pr-4 text-right text-ink-soft max-sm:hidden">{formatMoney(line.unit_price)}</td>
              <td className="py-2 pr-4 text-right">{formatCount(line.quantity)}</td>
              <td className="py-2 text-right">{formatMoney(line.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {subtotal != null && discount != null && discount.amount > 0 && (
            <Part name={order.code == null ? orderWords.discount : cart.discountBy(order.code)}>−{formatMoney(discount)}</Part>
          )}
          {shipping != null && (
            <Part name={order.shipping_method == null ? orderWords.shipping : words.shippingBy[order.shipping_method]}>
              {shipping.amount === 0 ? cart.shippingFree : formatMoney(shipping)}
            </Part>
          )}
          <Part strong name={orderWords.total}>
            {formatMoney(order.total)}
          </Part>
          {order.vat?.map(({ basis_points, amount }) => (
            <Part key={basis_points} name={words.vatOf(formatPercent(basis_points / 10_000))}>
              {formatMoney(amount)}
            </Part>
          ))}
        </tfoot>
      </table>
    </section>
  )
}

function Part({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) {
  return (
    <tr className={strong ? 'align-baseline text-base font-bold' : 'align-baseline text-ink-soft'}>
      <th scope="row" className={`pt-2 pr-4 text-left ${strong ? '' : 'font-normal'}`}>
        {name}
      </th>
      <td className="max-sm:hidden" />
      <td />
      <td className="pt-2 text-right">{children}</td>
    </tr>
  )
}
