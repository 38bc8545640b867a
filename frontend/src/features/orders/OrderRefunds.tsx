import type { Order, Refund } from '@/api/types'
import { formatMoment, formatMoney } from '@/shared/format'
import { Tag } from '@/shared/ui/Tag'
import { order as orderWords } from '@/texts/en/orders'
import { refunds as words } from '@/texts/en/returns'
import { namedUnits } from './order-state'

/** What went back of what was paid, and what is on its way. A refund over nothing moved no money: it is not shown. */
export function OrderRefunds({ order }: { order: Order }) {
  const shown = order.refunds.filter((refund) => refund.amount.amount > 0)
  if (shown.length === 0) return null
  const sum = order.payment?.refunded
  return (
    <section aria-labelledby="refunds">
      <h2 id="refunds" className="text-xl font-bold tracking-tight">
        {words.heading}
      </h2>
      <ul className="mt-3 border-t border-line-strong">
        {shown.map((refund) => (
          <RefundRow key={refund.id} order={order} refund={refund} />
        ))}
      </ul>
      {sum != null && sum.amount > 0 && <p className="figures mt-3 text-right font-bold">{words.sum(formatMoney(sum))}</p>}
    </section>
  )
}

function RefundRow({ order, refund }: { order: Order; refund: Refund }) {
  const units = namedUnits(order, refund.lines)
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-1 border-b border-line py-4">
      <p className="font-semibold [overflow-wrap:anywhere]">{refund.reason}</p>
      <p className="figures text-right text-lg font-extrabold">{formatMoney(refund.amount)}</p>
      <div className="text-sm text-ink-soft">
        {units !== '' && (
          <p>
            {words.units} {units}
          </p>
        )}
        {refund.shipping.amount > 0 && <p className="figures">{words.shipping(formatMoney(refund.shipping))}</p>}
        <p>{words.meaning[refund.status]}</p>
        <p className="figures">
          <time dateTime={refund.at}>{formatMoment(refund.at)}</time>, {orderWords.actor[refund.actor]}
        </p>
      </div>
      <p className="text-right">
        <Tag strong={refund.status === 'failed'}>{words.status[refund.status]}</Tag>
      </p>
    </li>
  )
}
