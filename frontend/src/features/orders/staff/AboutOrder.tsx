import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Order, StaffOrder } from '@/api/types'
import { addressLines } from '@/features/identity/addresses/address'
import { formatMomentWithSeconds, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { CopyButton } from '@/shared/ui/CopyButton'
import { order as orderWords } from '@/texts/en/orders'
import { payment as words } from '@/texts/en/payment'
import { staffOrders } from '@/texts/en/staff-orders'
import { OrderDocuments } from '../OrderDocuments'
import { nameOf } from './words'

/** Who ordered, where it goes, how it was paid, and every id that somebody may ask for. */
export function AboutOrder({ known: { order, customer, provider_payment: paid } }: { known: StaffOrder }) {
  const words = staffOrders.order
  const email = order.email ?? customer?.email
  return (
    <div className="flex min-w-0 flex-col gap-8 text-sm">
      <Panel id="customer" title={words.customer}>
        {nameOf(customer) !== email && <p className="text-base font-semibold [overflow-wrap:anywhere]">{nameOf(customer)}</p>}
        {email != null && (
          <>
            <p className="flex items-center gap-1">
              <a className="link min-w-0 [overflow-wrap:anywhere]" href={`mailto:${email}`}>
                {email}
              </a>
              <CopyButton small value={email} what={words.id.email} />
            </p>
            <Link className="inline-flex min-h-8 items-center link pointer-coarse:min-h-11" to={paths.staffOrders(new URLSearchParams({ q: customer?.email ?? email }).toString())}>
              {words.allOf}
            </Link>
          </>
        )}
      </Panel>
      <Panel id="address" title={words.address}>
        <Address order={order} />
      </Panel>
      <Panel id="payment" title={words.payment}>
        <Payment order={order} />
        <OrderDocuments order={order} />
      </Panel>
      <Panel id="ids" title={words.ids}>
        <dl className="flex flex-col gap-1">
          <Id name={words.id.order} value={order.id} />
          {customer != null && <Id name={words.id.customer} value={customer.id} />}
          {order.sale_id != null && <Id name={words.id.sale} value={order.sale_id} />}
          {paid != null && <Id name={words.id.payment} value={paid.id} />}
          {paid?.reference != null && <Id name={words.id.reference} value={paid.reference} />}
        </dl>
        {order.sale_id != null && (
          <Link className="inline-flex min-h-8 items-center link pointer-coarse:min-h-11" to={paths.staffSale(order.sale_id)}>
            {words.toSale}
          </Link>
        )}
      </Panel>
    </div>
  )
}

function Panel({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="border-t border-line-strong pt-3">
      <h2 id={id} className="mb-1.5 text-xs font-semibold text-ink-soft">
        {title}
      </h2>
      {children}
    </section>
  )
}

function Address({ order }: { order: Order }) {
  const { shipping_address: address } = order
  if (address == null) return <p className="text-ink-soft">{staffOrders.order.noAddress}</p>
  const lines = addressLines(address)
  return (
    <div className="flex items-start justify-between gap-3">
      <p>
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
        {address.phone != null && (
          <a className="link" href={`tel:${address.phone.replaceAll(' ', '')}`}>
            {address.phone}
          </a>
        )}
      </p>
      <CopyButton small value={lines.join('\n')} what={staffOrders.order.address} />
    </div>
  )
}

function Payment({ order: { payment } }: { order: Order }) {
  if (payment == null) return <p className="text-ink-soft">{staffOrders.order.noPayment}</p>
  return (
    <dl className="figures grid grid-cols-[1fr_auto] gap-x-6 gap-y-0.5">
      <dt>{orderWords.provider[payment.provider] ?? payment.provider}</dt>
      <dd className="text-right text-base font-bold">{formatMoney(payment.amount)}</dd>
      <dt className="text-ink-soft">
        <time dateTime={payment.at}>{formatMomentWithSeconds(payment.at)}</time>
      </dt>
      <dd className="text-right">{orderWords.paymentStatus[payment.status]}</dd>
      {payment.failure != null && (
        <>
          <dt className="text-ink-soft">{words.lastTry}</dt>
          <dd className="text-right font-mono text-xs">{payment.failure}</dd>
        </>
      )}
      {payment.dispute != null && (
        <>
          <dt className="text-ink-soft">{words.disputed}</dt>
          <dd className={`text-right font-semibold ${payment.dispute === 'needs_response' ? 'text-danger' : ''}`}>{words.dispute[payment.dispute]}</dd>
        </>
      )}
    </dl>
  )
}

/** An id, whole, to be read and to be copied. */
function Id({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="flex items-center gap-1">
        <code className="min-w-0 font-mono text-xs break-all">{value}</code>
        <CopyButton small value={value} what={`${name}: ${value}`} />
      </dd>
    </div>
  )
}
