import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { answered, client } from '@/api/client'
import type { Order, PaymentBrowser } from '@/api/types'
import { KeyedRequest } from '@/shared/keyed-request'
import { closePayment, paymentKey, type PaymentWay } from './payment-key'
import { learnOrder, orderQuery } from './queries'

/**
 * Paying for one order, charged at most once however often it is asked. A payment in the provider's form is begun, and
 * asked about, by the same request: its key stays until the order has gone on.
 */
export function usePayment(orderId: string) {
  const queries = useQueryClient()
  const [machine] = useState(() => new KeyedRequest<Order>())
  const [way, setWay] = useState<PaymentWay | null>(null)
  // What pays this one order. It lives as long as the page, in no cache and no storage.
  const [browser, setBrowser] = useState<PaymentBrowser | null>(null)
  const state = useSyncExternalStore(machine.subscribe, machine.getState)

  useEffect(() => () => machine.reset(), [machine, orderId])

  const pay = useCallback(
    async (way: PaymentWay) => {
      setWay(way)
      const key = paymentKey(orderId, way)
      const body = way === 'browser' ? {} : { test_outcome: way }
      const end = await machine.run(async (signal) => {
        const params = { path: { id: orderId }, header: { 'Idempotency-Key': key } }
        return answered(await client.POST('/api/v1/orders/{id}/payment', { params, body, signal }))
      })
      if (end.step === 'done') {
        const { order, browser } = withoutSecret(end.answer)
        setBrowser(browser)
        learnOrder(queries, order)
        if (order.status === 'pending_payment') return
      }
      if (end.step !== 'done' && end.step !== 'refused') return
      closePayment(orderId)
      // A refusal may have moved the order as well: its page shows what it is now.
      if (end.step === 'refused') await queries.invalidateQueries({ queryKey: orderQuery(orderId).queryKey })
    },
    [machine, orderId, queries],
  )

  return { state, way, browser, pay }
}

function withoutSecret(order: Order): { order: Order; browser: PaymentBrowser | null } {
  if (!order.payment?.browser) return { order, browser: null }
  const { browser, ...payment } = order.payment
  return { order: { ...order, payment }, browser }
}
