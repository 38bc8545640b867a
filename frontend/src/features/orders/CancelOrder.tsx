import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answered, client } from '@/api/client'
import type { Order } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { OrderNumber } from './OrderNumber'
import { learnOrder, orderQuery } from './queries'

/** Cancelling gives the units away for good, so it asks once, and names what it is about. */
export function CancelOrder({ order }: { order: Order }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: async () => answered(await client.POST('/api/v1/orders/{id}/cancel', { params: { path: { id: order.id } } })),
    onSuccess: (cancelled) => {
      dialog.current?.close()
      learnOrder(queries, cancelled)
    },
    onError: () => queries.invalidateQueries({ queryKey: orderQuery(order.id).queryKey }),
  })
  const what = order.lines.map((line) => texts.common.units(line.quantity, line.name)).join(', ')

  return (
    <>
      <Button look="plain" onClick={() => dialog.current?.showModal()}>
        {texts.cancel.open}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby="cancel-title"
        aria-describedby="cancel-body"
        className="m-auto w-[min(28rem,calc(100vw-2rem))] border border-line-strong bg-surface p-6 text-ink"
        onClose={() => cancel.reset()}
      >
        <h2 id="cancel-title" className="text-xl font-bold tracking-tight">
          {texts.cancel.title} <OrderNumber number={order.number} />?
        </h2>
        <p id="cancel-body" className="mt-2 text-ink-soft">
          {texts.cancel.body(what)}
        </p>
        <div role="alert" className="mt-4 empty:hidden">
          {cancel.error && <ProblemNotice level={3} error={cancel.error} />}
        </div>
        <div className="mt-6 flex flex-col gap-3">
          <Button look="strong" onClick={() => dialog.current?.close()}>
            {texts.cancel.keep}
          </Button>
          <Button className="border-danger text-danger hover:border-danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {cancel.isPending ? texts.cancel.working : texts.cancel.confirm} <OrderNumber number={order.number} />
          </Button>
        </div>
      </dialog>
    </>
  )
}
