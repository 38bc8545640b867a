import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiProblem, asProblem } from '@/api/problem'
import type { Order, StaffOrder } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { SendingProblem } from '@/shared/ui/Notice'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { staffOrders } from '@/texts/en/staff-orders'
import { isPaymentOpen } from '../order-state'
import { allows } from './actions'
import { CancelStaffOrder } from './CancelStaffOrder'
import { deliverOrder, learnStaffOrder, packOrder, staffOrderQuery } from './queries'
import { ShipForm } from './ShipForm'

type Done = keyof typeof staffOrders.order.done

/** Where the order stands, what that means, and the one or two things that can be done about it now. */
export function NextStep({ order }: { order: Order }) {
  const words = staffOrders.order
  const queries = useQueryClient()
  const [done, setDone] = useState<Done | null>(null)
  const [shipping, setShipping] = useState(false)
  const status = isPaymentOpen(order) ? 'authorized' : order.status
  const meaning = status === 'packed' && order.shipments.length > 0 ? words.part : words.next[status]
  // The button that was pressed is gone once the order has moved.
  const heading = useFocusOnChange<HTMLHeadingElement>(`${status} ${order.shipments.length}`)

  async function learn(known: StaffOrder, what: Done) {
    await learnStaffOrder(queries, known)
    setDone(what)
  }
  const move = useMutation({
    mutationFn: async (what: 'packed' | 'delivered') => learn(await (what === 'packed' ? packOrder : deliverOrder)(order.id), what),
    onMutate: () => setDone(null),
    // It may have moved without us: the page shows where it is now, next to what could not be done.
    onError: () => queries.invalidateQueries({ queryKey: staffOrderQuery(order.id).queryKey }),
  })
  const problem: ApiProblem | null = move.error && asProblem(move.error)

  return (
    <section aria-labelledby="next" className="border-l-4 border-line-strong bg-surface p-4 sm:p-5">
      <h2 id="next" ref={heading} tabIndex={-1} className="text-lg leading-snug font-bold">
        {meaning.title}
      </h2>
      <p className="mt-1 text-ink-soft">
        {meaning.meaning} {meaning.next}
      </p>
      <p role="status" className="mt-3 font-medium text-positive empty:hidden">
        {done !== null && words.done[done]}
      </p>
      <div role="alert" className="mt-4 empty:hidden">
        {problem && <SendingProblem level={3} problem={problem} />}
      </div>
      {shipping ? (
        <ShipForm
          order={order}
          onSent={async (known) => {
            await learn(known, 'shipped')
            setShipping(false)
          }}
          onCancel={() => setShipping(false)}
        />
      ) : (
        <div className="mt-4 flex flex-wrap gap-3 empty:hidden">
          {allows(order, 'pack') && (
            <Button look="strong" busy={move.isPending} onClick={() => move.mutate('packed')}>
              {move.isPending ? words.packing : words.pack}
            </Button>
          )}
          {allows(order, 'ship') && (
            <Button
              look="strong"
              onClick={() => {
                setDone(null)
                setShipping(true)
              }}
            >
              {words.ship}
            </Button>
          )}
          {allows(order, 'deliver') && (
            <Button look="strong" busy={move.isPending} onClick={() => move.mutate('delivered')}>
              {move.isPending ? words.delivering : words.deliver}
            </Button>
          )}
          {allows(order, 'cancel') && <CancelStaffOrder order={order} onCancelled={(known) => learn(known, 'cancelled')} />}
        </div>
      )}
    </section>
  )
}
