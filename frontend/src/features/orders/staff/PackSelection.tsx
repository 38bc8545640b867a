import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { OrderToPack, PackedOrder } from '@/api/types'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { Icon } from '@/shared/ui/Icon'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { staffOrders } from '@/texts/en/staff-orders'
import { OrderNumber } from '../OrderNumber'
import { unitsToSend } from './actions'
import { ordersMoved, packOrders } from './queries'

/** Most orders that one request packs; more are packed one request after the other. */
const atOnce = 50

interface Outcome extends PackedOrder {
  readonly number: string
}

interface PackSelectionProps {
  selected: readonly OrderToPack[]
  selectAll: ReactNode
  onPacked: () => void
}

/** What is selected and what can be done with it; afterwards, what became of each. */
export function PackSelection({ selected, selectAll, onPacked }: PackSelectionProps) {
  const words = staffOrders.packList
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const [done, setDone] = useState(0)
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const inside = selected.reduce((sum, { order }) => sum + unitsToSend(order), 0)

  const pack = useMutation({
    mutationFn: async (rows: readonly OrderToPack[]) => {
      const known: Outcome[] = []
      setDone(0)
      try {
        for (let start = 0; start < rows.length; start += atOnce) {
          const some = rows.slice(start, start + atOnce)
          const answers = await packOrders(some.map(({ order }) => order.id))
          known.push(...answers.map((answer) => ({ ...answer, number: some.find(({ order }) => order.id === answer.order_id)?.order.number ?? answer.order_id })))
          setDone(known.length)
        }
      } finally {
        // Whatever comes after it, what was answered has happened.
        if (known.length > 0) setOutcomes(known)
        ordersMoved(queries, rows.map(({ order }) => order.id))
      }
    },
    onSuccess: () => {
      dialog.current?.close()
      onPacked()
    },
  })

  return (
    <>
      {selectAll !== false && (
        <div className="z-2 -mx-(--gutter) mt-4 flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line bg-page px-(--gutter) py-2 md:sticky md:top-(--header)">
          <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
            {selectAll}
            <p role="status" className="figures text-sm text-ink-soft">
              {selected.length === 0 ? words.none : words.selected(selected.length, inside)}
            </p>
          </div>
          {selected.length > 0 && (
            <Button look="strong" className="max-sm:w-full" onClick={() => dialog.current?.showModal()}>
              {words.pack(selected.length)}
            </Button>
          )}
        </div>
      )}
      <ConfirmDialog
        ref={dialog}
        danger={false}
        title={words.confirmTitle(selected.length)}
        body={words.confirmBody(selected.length, inside)}
        keep={words.keep}
        confirm={pack.isPending ? words.working(done, selected.length) : words.pack(selected.length)}
        busy={pack.isPending}
        error={pack.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => pack.mutate(selected)}
        onClose={() => pack.reset()}
      />
      <Outcomes outcomes={outcomes} onClose={() => setOutcomes([])} />
    </>
  )
}

function Outcomes({ outcomes, onClose }: { outcomes: readonly Outcome[]; onClose: () => void }) {
  const words = staffOrders.packList
  const heading = useFocusOnChange<HTMLHeadingElement>(outcomes)
  if (outcomes.length === 0) return null
  const good = ({ outcome }: Outcome) => outcome === 'packed' || outcome === 'repeated'
  const packed = outcomes.filter(good).length
  // What needs a look comes first.
  const sorted = [...outcomes].sort((a, b) => Number(good(a)) - Number(good(b)))
  return (
    <section aria-labelledby="outcomes" className={`mt-5 border-l-4 bg-surface p-4 ${packed === outcomes.length ? 'border-positive' : 'border-danger'}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id="outcomes" ref={heading} tabIndex={-1} className="text-lg leading-snug font-bold">
            {words.result}
          </h2>
          <p role="status">{words.summary(packed, outcomes.length)}</p>
        </div>
        <Button look="chip" onClick={onClose}>
          {words.close}
        </Button>
      </div>
      <ul className="figures mt-3 max-h-72 overflow-y-auto border-t border-line text-sm">
        {sorted.map((one) => (
          <li key={one.order_id} className="flex flex-wrap items-center gap-x-4 border-b border-line py-1.5">
            <span className={good(one) ? 'text-positive' : 'text-danger'}>
              <Icon name={good(one) ? 'check' : 'alert'} size={16} />
            </span>
            <Link className="link inline-flex min-h-6 items-center font-semibold" to={paths.staffOrder(one.order_id)}>
              <OrderNumber number={one.number} />
            </Link>
            <span>{words.outcome[one.outcome]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
