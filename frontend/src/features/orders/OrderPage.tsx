import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Order } from '@/api/types'
import { OrderAddress } from './OrderAddress'
import { RequireOwner } from './RequireOwner'
import { useCartAfterPayment } from './use-cart-after-payment'
import { formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { Icon } from '@/shared/ui/Icon'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { order as orderWords, orders } from '@/texts/en/orders'
import { parcels } from '@/texts/en/parcels'
import { CancelOrder } from './CancelOrder'
import { HoldTimer } from './HoldTimer'
import { isCancellable, isPaymentOpen, isReleased } from './order-state'
import { OrderNumber } from './OrderNumber'
import { OrderLines, PaymentFacts, Timeline } from './OrderDetails'
import { OrderRefunds } from './OrderRefunds'
import { OrderReturns } from './OrderReturns'
import { OrderDocuments } from './OrderDocuments'
import { Parcels } from './Parcels'
import { PaymentPanel } from './PaymentPanel'
import { orderQuery } from './queries'
import { usePayment } from './use-payment'

export function Component() {
  const { id = '' } = useParams()
  return (
    <div className="frame pt-8 md:pt-14">
      <RequireOwner waiting={<Waiting />}>
        <LoadedOrder key={id} id={id} />
      </RequireOwner>
    </div>
  )
}

function LoadedOrder({ id }: { id: string }) {
  const { data: order, error, refetch } = useQuery(orderQuery(id))
  useTitle(order ? orderWords.title(order.number) : orders.title)
  if (order) return <OrderView order={order} stale={error !== null} />
  if (!error) return <Waiting />
  return (
    <div className="max-w-2xl">
      <h1 className="sr-only">{orders.title}</h1>
      <ProblemNotice error={error}>
        {asProblem(error).isTransient ? (
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        ) : (
          <ButtonLink to={paths.orders()}>{texts.purchase.toOrders}</ButtonLink>
        )}
      </ProblemNotice>
    </div>
  )
}

function OrderView({ order, stale }: { order: Order; stale: boolean }) {
  const payment = usePayment(order.id)
  const sending = payment.state.step === 'asking' || payment.state.step === 'waiting'
  const open = isPaymentOpen(order)
  const payable = order.status === 'pending_payment' && !open
  const words = order.status === 'packed' && order.shipments.length > 0 ? parcels.part : texts.order.outcome[open ? 'authorized' : order.status]
  const heading = useFocusOnChange<HTMLHeadingElement>(words.title)
  const good = !isReleased(order)
  useCartAfterPayment(order)

  return (
    <article className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1.5fr)_minmax(22rem,1fr)]">
      <header className="lg:col-span-2">
        <p className="flex flex-wrap items-center text-ink-soft">
          <span className="font-semibold text-ink">
            {orderWords.label} <OrderNumber number={order.number} />
          </span>
          <CopyButton value={order.number} what={orderWords.number} />
          <span className="figures">{orderWords.placed(formatMoment(order.created_at))}</span>
        </p>
        <h1 ref={heading} tabIndex={-1} className="mt-2 display">
          {words.title}
        </h1>
        <p className="mt-3 max-w-(--measure) text-lg text-ink-soft">
          {words.meaning} {words.next}
        </p>
        <p role="status" className="sr-only">
          {orders.orderStatus[open ? 'authorized' : order.status]}
        </p>
        {payable && order.pay_by != null && (
          <div className="mt-6">
            <HoldTimer payBy={order.pay_by} paying={sending && payment.way !== 'browser'} />
          </div>
        )}
        {open && (
          <p className="mt-5 flex items-center gap-2 font-semibold">
            <Icon name="clock" />
            {texts.hold.kept}
          </p>
        )}
        {stale && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      </header>
      <div className="flex min-w-0 flex-col gap-4 lg:order-2">
        {payable && <PaymentPanel order={order} payment={payment} />}
        {!payable && <PaymentFacts order={order} />}
        <OrderDocuments order={order} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          {isCancellable(order) && !sending && <CancelOrder order={order} />}
          {order.sale_id != null && (
            <ButtonLink look="plain" to={paths.sale(order.sale_id)}>
              {orderWords.toSale}
            </ButtonLink>
          )}
          {order.sale_id != null && (
            <ButtonLink look="plain" to={paths.receipt(order.id)}>
              {orderWords.receipt}
            </ButtonLink>
          )}
          {(order.sale_id == null || !good) && (
            <ButtonLink look="plain" to={order.sale_id == null ? paths.products() : paths.sales()}>
              {order.sale_id == null ? texts.search.all : texts.common.allSales}
            </ButtonLink>
          )}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-12">
        <OrderLines order={order} />
        <Parcels order={order} />
        <OrderRefunds order={order} />
        <OrderReturns order={order} />
        <OrderAddress order={order} />
        <Timeline order={order} />
        <p className="flex flex-wrap items-center text-xs text-ink-soft">
          <code className="font-mono break-all">{order.id}</code>
          <CopyButton value={order.id} what={orderWords.id} />
        </p>
      </div>
    </article>
  )
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-6 w-56" />
      <div className="skeleton h-16 w-full max-w-lg" />
      <div className="skeleton h-12 w-full max-w-xl" />
      <div className="skeleton mt-8 h-64 w-full" />
    </div>
  )
}
