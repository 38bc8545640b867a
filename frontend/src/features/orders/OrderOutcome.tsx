import { useEffect } from 'react'
import type { Order } from '@/api/types'
import { formatClock, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { texts } from '@/texts/en'
import { HoldTimer } from './HoldTimer'
import { OrderNumber } from './OrderNumber'
import { isPaymentOpen, isReleased } from './order-state'

/** What became of the order, on the page of its sale: the same on every device and after every reload. */
export function OrderOutcome({ order, fresh }: { order: Order; fresh: boolean }) {
  const paying = isPaymentOpen(order)
  const words = texts.order.outcome[paying ? 'authorized' : order.status]
  const held = order.status === 'pending_payment' && !paying
  const heading = useFocusOnChange<HTMLHeadingElement>(`${order.id} ${words.title}`)
  const good = !isReleased(order)

  // The button that had the focus has just been replaced by this.
  useEffect(() => {
    if (fresh) heading.current?.focus()
  }, [fresh, heading])

  return (
    <section aria-labelledby="outcome" className={`border-l-4 bg-surface p-5 ${good ? 'border-positive' : 'border-line-strong'}`}>
      <h2
        id="outcome"
        ref={heading}
        tabIndex={-1}
        className="flex items-center gap-2.5 text-xl font-bold tracking-tight"
      >
        <span className={good ? 'text-positive' : 'text-ink-soft'}>
          <Icon name={held || paying ? 'clock' : good ? 'check' : 'alert'} size={24} />
        </span>
        {words.title}
      </h2>
      <p className="mt-1 text-ink-soft">
        {order.lines.map((line) => texts.common.units(line.quantity, line.name)).join(', ')}
        {' · '}
        {texts.purchase.order}{' '}
        <span className="font-medium text-ink">
          <OrderNumber number={order.number} />
        </span>
      </p>
      {held && order.pay_by != null && (
        <div className="mt-5">
          <HoldTimer payBy={order.pay_by} paying={paying} />
        </div>
      )}
      <p className="mt-4">
        {words.meaning} {words.next}
      </p>
      {held ? (
        <ButtonLink to={paths.order(order.id)} look="buy" className="mt-5">
          {texts.purchase.pay(formatMoney(order.total))}
        </ButtonLink>
      ) : (
        <ButtonLink to={paths.order(order.id)} className="mt-5">
          {texts.purchase.toOrder}
        </ButtonLink>
      )}
      {held && order.pay_by != null && <p className="figures mt-3 text-center text-sm text-ink-soft">{texts.purchase.payBy(formatClock(order.pay_by))}</p>}
    </section>
  )
}
