import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Order, StaffOrder } from '@/api/types'
import { formatMoney } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { texts } from '@/texts/en'
import { staffOrders } from '@/texts/en/staff-orders'
import { toSend } from './actions'
import { cancelOrder, staffOrderQuery } from './queries'

interface CancelStaffOrderProps {
  order: Order
  onCancelled: (known: StaffOrder) => Promise<void>
}

/** Calls an order off, after saying what that does: to the units, to the money, and to whom. */
export function CancelStaffOrder({ order, onCancelled }: CancelStaffOrderProps) {
  const words = staffOrders.cancel
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: async () => {
      const known = await cancelOrder(order.id)
      dialog.current?.close()
      await onCancelled(known)
    },
    onError: () => queries.invalidateQueries({ queryKey: staffOrderQuery(order.id).queryKey }),
  })
  const what = toSend(order).map((line) => texts.common.units(line.quantity, line.name)).join(', ')
  const { payment } = order
  const money = payment?.status === 'captured' ? words.refund(formatMoney({ ...payment.amount, amount: payment.amount.amount - payment.refunded.amount })) : words.noRefund
  return (
    <>
      <Button look="danger" onClick={() => dialog.current?.showModal()}>
        {words.open}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={words.title(order.number)}
        body={`${words.unitsBack(what)} ${money} ${words.mail}`}
        keep={words.keep}
        confirm={cancel.isPending ? words.working : words.confirm}
        busy={cancel.isPending}
        error={cancel.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => cancel.mutate()}
        onClose={() => cancel.reset()}
      />
    </>
  )
}
