import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'
import type { Order, Shipment } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { SendingProblem } from '@/shared/ui/Notice'
import { staffOrders } from '@/texts/en/staff-orders'
import { contentsOf } from '../Parcels'
import { deliverParcel, learnStaffOrder, staffOrderQuery } from './queries'

/** Says that one parcel of several has arrived. Of a single one the order's next step says it. */
export function ParcelArrived({ order, parcel }: { order: Order; parcel: Shipment }) {
  const words = staffOrders.parcel
  const queries = useQueryClient()
  const arrive = useMutation({
    mutationFn: async () => learnStaffOrder(queries, await deliverParcel(order.id, parcel.id)),
    onError: () => queries.invalidateQueries({ queryKey: staffOrderQuery(order.id).queryKey }),
  })
  const alone = order.status === 'shipped' && order.shipments.length === 1
  if (parcel.delivered_at != null || alone) return null
  return (
    <>
      <Button look="chip" className="mt-2" busy={arrive.isPending} aria-label={words.arrivedOf(contentsOf(order, parcel))} onClick={() => arrive.mutate()}>
        {arrive.isPending ? words.arriving : words.arrived}
      </Button>
      <div role="alert" className="mt-2 empty:hidden">
        {arrive.error && <SendingProblem level={3} problem={asProblem(arrive.error)} />}
      </div>
    </>
  )
}
