import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { answered, client } from '@/api/client'
import type { Order, TestOutcome } from '@/api/types'
import { KeyedRequest } from '@/shared/keyed-request'
import { closePayment, paymentKey } from './payment-key'
import { learnOrder, orderQuery } from './queries'

/** Paying for one order with the test provider, charged at most once however often it is asked. */
export function usePayment(orderId: string) {
  const queries = useQueryClient()
  const [machine] = useState(() => new KeyedRequest<Order>())
  const state = useSyncExternalStore(machine.subscribe, machine.getState)

  useEffect(() => () => machine.reset(), [machine, orderId])

  const pay = useCallback(
    async (outcome: TestOutcome) => {
      const key = paymentKey(orderId, outcome)
      const end = await machine.run(async (signal) => {
        const params = { path: { id: orderId }, header: { 'Idempotency-Key': key } }
        return answered(await client.POST('/api/v1/orders/{id}/payment', { params, body: { test_outcome: outcome }, signal }))
      })
      if (end.step === 'done') learnOrder(queries, end.answer)
      if (end.step !== 'done' && end.step !== 'refused') return
      closePayment(orderId)
      // A refusal may have moved the order as well: its page shows what it is now.
      if (end.step === 'refused') await queries.invalidateQueries({ queryKey: orderQuery(orderId).queryKey })
    },
    [machine, orderId, queries],
  )

  return { state, pay }
}
