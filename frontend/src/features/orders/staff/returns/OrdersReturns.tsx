import { Link } from 'react-router'
import type { Order } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Tag } from '@/shared/ui/Tag'
import { staffReturns as words } from '@/texts/en/staff-returns'
import { namedUnits } from '../../order-state'

/** What of an order came back or wants to, with the way to where it is decided. */
export function OrdersReturns({ order }: { order: Order }) {
  if (order.returns.length === 0) return null
  return (
    <section aria-labelledby="returns">
      <h2 id="returns" className="text-lg font-bold">
        {words.title}
      </h2>
      <ul className="mt-2 border-t border-line-strong text-sm">
        {order.returns.map((one) => (
          <li key={one.id} className="grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-0.5 border-b border-line py-3">
            <p className="font-semibold">{namedUnits(order, one.lines)}</p>
            <p className="text-right">
              <Tag strong={one.status === 'requested' || one.status === 'approved'}>{words.state[one.status]}</Tag>
            </p>
            <p className="[overflow-wrap:anywhere] text-ink-soft">
              {one.reason}
              <span className="figures block">
                <time dateTime={one.requested_at}>{formatMoment(one.requested_at)}</time>
              </span>
            </p>
            {(one.status === 'requested' || one.status === 'approved') && (
              <Link className="link inline-flex min-h-6 items-center pointer-coarse:min-h-11" to={paths.staffReturns(one.status === 'requested' ? undefined : one.status)}>
                {words.onOrder}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
