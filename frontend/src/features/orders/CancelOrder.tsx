import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answered, client } from '@/api/client'
import type { Order } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { texts } from '@/texts/en'
import { cancel as words } from '@/texts/en/orders'
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
  const number = <OrderNumber number={order.number} />

  return (
    <>
      <Button look="plain" onClick={() => dialog.current?.showModal()}>
        {words.open}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={
          <>
            {words.title} {number}?
          </>
        }
        body={order.status === 'paid' ? words.paidBody(what) : words.body(what)}
        keep={words.keep}
        confirm={
          <>
            {cancel.isPending ? words.working : words.confirm} {number}
          </>
        }
        busy={cancel.isPending}
        error={cancel.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => cancel.mutate()}
        onClose={() => cancel.reset()}
      />
    </>
  )
}
