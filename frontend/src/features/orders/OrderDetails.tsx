import type { ReactNode } from 'react'
import type { Order } from '@/api/types'
import { formatMomentWithSeconds, formatMoney } from '@/shared/format'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'
import { order as orderWords, orders } from '@/texts/en/orders'
import { payment as words } from '@/texts/en/payment'
import { refunds } from '@/texts/en/returns'
import { Moments } from './Moments'

export function OrderLines({ order }: { order: Order }) {
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" className="text-xl font-bold tracking-tight">
        {orderWords.lines}
      </h2>
      <table className="figures mt-3 w-full border-t border-line-strong text-left">
        <thead className="sr-only">
          <tr>
            <th scope="col">{orderWords.product}</th>
            <th scope="col">{orderWords.unitPrice}</th>
            <th scope="col">{orderWords.lineTotal}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.product_id} className="border-b border-line align-baseline">
              <th scope="row" className="py-3 pr-4 font-medium">
                {texts.common.units(line.quantity, line.name)}
                {line.given_up > 0 && <span className="block text-sm font-normal text-ink-soft">{refunds.givenUp(line.given_up)}</span>}
              </th>
              <td className="hidden py-3 pr-4 text-right text-ink-soft sm:table-cell">{formatMoney(line.unit_price)}</td>
              <td className="py-3 text-right">{formatMoney(line.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {order.discount != null && order.discount.amount > 0 && (
            <Part name={order.code == null ? orderWords.discount : cart.discountBy(order.code)}>−{formatMoney(order.discount)}</Part>
          )}
          {order.shipping != null && <Part name={orderWords.shipping}>{order.shipping.amount === 0 ? cart.shippingFree : formatMoney(order.shipping)}</Part>}
          <tr className="align-baseline">
            <th scope="row" className="pt-3 pr-4 font-bold">
              {orderWords.total}
              <span className="block text-sm font-normal text-ink-soft">{orderWords.vat}</span>
            </th>
            <td className="hidden sm:table-cell" />
            <td className="pt-3 text-right text-xl font-extrabold">{formatMoney(order.total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

/** What is added to the products or taken off them. */
function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <tr className="border-b border-line align-baseline">
      <th scope="row" className="py-3 pr-4 text-left font-normal text-ink-soft">
        {name}
      </th>
      <td className="hidden sm:table-cell" />
      <td className="py-3 text-right">{children}</td>
    </tr>
  )
}

/** Every step of the order: what, when, by whom. */
export function Timeline({ order }: { order: Order }) {
  const moments = order.timeline.map(({ status, at, actor, note }) => ({
    key: `${status} ${at}`,
    at,
    what: orders.orderStatus[status],
    by: orderWords.actor[actor],
    ...(note != null && { note }),
  }))
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="text-xl font-bold tracking-tight">
        {orderWords.timeline}
      </h2>
      <Moments moments={moments} />
    </section>
  )
}

export function PaymentFacts({ order: { payment } }: { order: Order }) {
  if (!payment) return null
  return (
    <section aria-labelledby="payment" className="bg-surface p-5">
      <h2 id="payment" className="text-xl font-bold tracking-tight">
        {orderWords.payment}
      </h2>
      <dl className="figures mt-3 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <dt className="text-ink-soft">{orderWords.provider[payment.provider] ?? payment.provider}</dt>
        <dd className="text-right font-bold">{formatMoney(payment.amount)}</dd>
        <dt className="text-ink-soft">
          <time dateTime={payment.at}>{formatMomentWithSeconds(payment.at)}</time>
        </dt>
        <dd className="text-right">
          {payment.status === 'pending' && payment.step != null ? words.step[payment.step] : orderWords.paymentStatus[payment.status]}
        </dd>
        {payment.dispute != null && (
          <>
            <dt className="text-ink-soft">{words.disputed}</dt>
            <dd className="text-right font-semibold">{words.dispute[payment.dispute]}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
