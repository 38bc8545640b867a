import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { answered, client } from '@/api/client'
import type { ProblemCode } from '@/api/problem'
import { session } from '@/api/session'
import type { Order } from '@/api/types'
import { learnOrder, ordersOfSaleQuery } from '@/features/orders/queries'
import { KeyedRequest } from '@/shared/keyed-request'
import { paths } from '@/shared/paths'
import { clearIntent, purchaseRecord, recordIntent, renewKey } from './purchase-key'
import { saleQuery } from './queries'

/** Refusals that mean that there is an order to look for. */
const ownsOrder = new Set<ProblemCode>(['already_purchased', 'idempotency_mismatch'])

/** Buying in one sale: one key, one machine, and what the answer changes elsewhere. */
export function usePurchase(saleId: string) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [machine] = useState(() => new KeyedRequest<Order>())
  const state = useSyncExternalStore(machine.subscribe, machine.getState)

  useEffect(() => {
    // Made when the page opens: the first press already has its key.
    purchaseRecord(saleId)
    return () => machine.reset()
  }, [machine, saleId])

  const buy = useCallback(
    async (quantity: number) => {
      const { key } = recordIntent(saleId, quantity)
      const goToLogin = () => navigate(paths.login(paths.sale(saleId)))
      if (session.getState().status === 'anonymous') return goToLogin()

      const end = await machine.run(async (signal) => {
        const request = { params: { header: { 'Idempotency-Key': key } }, body: { sale_id: saleId, quantity }, signal }
        return answered(await client.POST('/api/v1/orders', request))
      })
      if (end.step === 'done') {
        clearIntent(saleId)
        learnOrder(queries, end.answer)
      }
      if (end.step !== 'refused') return
      // The press is kept through the login, and finished after it.
      if (end.problem.code === 'unauthenticated') return goToLogin()
      clearIntent(saleId)
      if (ownsOrder.has(end.problem.code)) void queries.invalidateQueries({ queryKey: ordersOfSaleQuery(saleId).queryKey })
      else void queries.invalidateQueries({ queryKey: saleQuery(saleId).queryKey })
    },
    [machine, navigate, queries, saleId],
  )

  const buyAgain = useCallback(
    (quantity: number) => {
      renewKey(saleId)
      machine.reset()
      return buy(quantity)
    },
    [buy, machine, saleId],
  )

  const stop = useCallback(() => {
    // The key stays: the next press, or the list of orders, finds what came of this one.
    clearIntent(saleId)
    machine.reset()
  }, [machine, saleId])

  return { state, buy, buyAgain, stop }
}
