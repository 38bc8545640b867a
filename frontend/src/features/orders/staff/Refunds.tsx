import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order, StaffRefund } from '@/api/types'
import { formatMomentWithSeconds, formatMoney } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { texts } from '@/texts/en'
import { staffOrders } from '@/texts/en/staff-orders'
import { staffRefunds as words } from '@/texts/en/staff-refunds'
import { learnStaffOrder, orderRefundsQuery } from './queries'
import { RefundForm } from './RefundForm'
import { nameOf } from './words'

/** What went back of an order, what still can, and the form for it. */
export function Refunds({ order }: { order: Order }) {
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(orderRefundsQuery(order.id))
  const [open, setOpen] = useState(false)
  const [done, setDone] = useState(false)
  // The form that had the focus is gone when it closes; what opens takes the focus itself.
  const [closed, setClosed] = useState(0)
  const heading = useFocusOnChange<HTMLHeadingElement>(closed)
  function close() {
    setOpen(false)
    setClosed((count) => count + 1)
  }
  const left = data?.left ?? null
  // An order that was never paid has nothing to give back, and nothing to say about it.
  if (data && left === null && data.items.length === 0) return null
  return (
    <section aria-labelledby="refunds">
      <h2 id="refunds" ref={heading} tabIndex={-1} className="text-lg font-bold">
        {words.title}
      </h2>
      {!data && error && (
        <div className="mt-3">
          <ProblemNotice error={error} level={3}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        </div>
      )}
      {!data && !error && <div className="skeleton mt-3 h-16" />}
      <p role="status" className="mt-2 font-medium text-positive empty:hidden">
        {done && words.done}
      </p>
      {data && (
        <p className="figures mt-2 text-sm text-ink-soft">
          {data.items.length === 0 && `${words.none} `}
          {left !== null && left.amount.amount > 0 && words.left(formatMoney(left.amount))}
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul className="mt-2 border-t border-line-strong">
          {data.items.map((one) => (
            <RefundRow key={one.refund.id} order={order} one={one} />
          ))}
        </ul>
      )}
      {left !== null && left.amount.amount > 0 && !open && (
        <Button
          className="mt-3"
          onClick={() => {
            setDone(false)
            setOpen(true)
          }}
        >
          {words.open}
        </Button>
      )}
      {open && left !== null && (
        <RefundForm
          order={order}
          left={left}
          onMade={async (made) => {
            await learnStaffOrder(queries, made.order)
            setDone(true)
            close()
          }}
          onCancel={close}
        />
      )}
    </section>
  )
}

function RefundRow({ order, one: { refund, by, reference, failure } }: { order: Order; one: StaffRefund }) {
  const name = (product: string) => order.lines.find(({ product_id }) => product_id === product)?.name ?? product
  const what = refund.lines.filter(({ quantity }) => quantity > 0).map((line) => `${texts.common.units(line.quantity, name(line.product_id))} (${line.restocked ? words.restocked : words.gone})`)
  const who = by == null ? staffOrders.history.by[refund.actor] : nameOf(by)
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-0.5 border-b border-line py-3 text-sm">
      <p className="font-semibold [overflow-wrap:anywhere]">{refund.reason}</p>
      <p className="figures text-right text-base font-bold">{formatMoney(refund.amount)}</p>
      <div className="min-w-0 text-ink-soft">
        {what.length > 0 && <p>{what.join(', ')}</p>}
        {refund.shipping.amount > 0 && <p className="figures">{words.shipping(formatMoney(refund.shipping))}</p>}
        {failure != null && <p className="font-medium text-danger">{words.failedBecause(failure)}</p>}
        <p className="figures">
          <time dateTime={refund.at}>{words.by(formatMomentWithSeconds(refund.at), who)}</time>
        </p>
        <p className="flex items-center gap-1">
          <code className="min-w-0 font-mono text-xs break-all">{refund.id}</code>
          <CopyButton small value={refund.id} what={`${words.id} ${refund.id}`} />
        </p>
        {reference != null && (
          <p className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">{reference}</code>
            <CopyButton small value={reference} what={`${words.reference} ${reference}`} />
          </p>
        )}
      </div>
      <p className="text-right">
        <Tag strong={refund.status === 'failed'}>{words.status[refund.status]}</Tag>
      </p>
    </li>
  )
}
