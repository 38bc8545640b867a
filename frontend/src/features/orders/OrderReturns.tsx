import { useState } from 'react'
import type { Order, Return } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Tag } from '@/shared/ui/Tag'
import { returns as words } from '@/texts/en/returns'
import { namedUnits } from './order-state'
import { SendBack } from './SendBack'
import { WithdrawReturn } from './WithdrawReturn'

/** Sending something back: what was asked for with what the shop said, and the form to ask. */
export function OrderReturns({ order }: { order: Order }) {
  const [open, setOpen] = useState(false)
  const [sent, setSent] = useState(false)
  const possible = order.lines.some((line) => line.returnable > 0)
  if (!possible && order.returns.length === 0) return null
  return (
    <section aria-labelledby="returns">
      <h2 id="returns" className="text-xl font-bold tracking-tight">
        {order.returns.length > 0 ? words.list : words.heading}
      </h2>
      <p role="status" className="mt-2 font-semibold empty:hidden">
        {sent && words.sent}
      </p>
      {order.returns.length > 0 && (
        <ul className="mt-3 border-t border-line-strong">
          {order.returns.map((one) => (
            <ReturnRow key={one.id} order={order} one={one} />
          ))}
        </ul>
      )}
      {possible && !open && (
        <>
          {order.returns.length === 0 && <p className="mt-2 max-w-(--measure) text-ink-soft">{words.lead}</p>}
          {order.returnable_until != null && (
            <p className="figures mt-2 text-sm text-ink-soft">
              <time dateTime={order.returnable_until}>{words.until(formatMoment(order.returnable_until))}</time>
            </p>
          )}
          <Button
            className="mt-4"
            onClick={() => {
              setSent(false)
              setOpen(true)
            }}
          >
            {words.open}
          </Button>
        </>
      )}
      {possible && open && (
        <SendBack
          order={order}
          onCancel={() => setOpen(false)}
          onSent={() => {
            setOpen(false)
            setSent(true)
          }}
        />
      )}
    </section>
  )
}

function ReturnRow({ order, one }: { order: Order; one: Return }) {
  const what = namedUnits(order, one.lines)
  return (
    <li className="border-b border-line py-4">
      <div className="flex items-baseline justify-between gap-6">
        <p className="font-semibold">{what}</p>
        <Tag strong={one.status === 'approved'}>{words.status[one.status]}</Tag>
      </div>
      <p className="mt-1">{words.meaning[one.status]}</p>
      {one.answer != null && <p className="mt-1 whitespace-pre-line [overflow-wrap:anywhere]">{words.answer(one.answer)}</p>}
      <p className="mt-1 text-sm whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">{words.yourReason(one.reason)}</p>
      <p className="figures text-sm text-ink-soft">
        <time dateTime={one.requested_at}>{words.askedAt(formatMoment(one.requested_at))}</time>
      </p>
      {(one.status === 'requested' || one.status === 'approved') && <WithdrawReturn id={one.id} what={what} />}
    </li>
  )
}
