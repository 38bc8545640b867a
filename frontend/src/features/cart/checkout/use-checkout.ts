import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { answered, client } from '@/api/client'
import type { Checkout, Order } from '@/api/types'
import { learnOrder } from '@/features/orders/queries'
import { KeyedRequest } from '@/shared/keyed-request'
import { paths } from '@/shared/paths'
import { refreshCart } from '../queries'
import { checkoutKey, closeCheckout } from './checkout-key'

/** Ordering what is in the cart: one key, asked until it has an answer, and on to the order to pay for it. */
export function useCheckout() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [machine] = useState(() => new KeyedRequest<Order>())
  const state = useSyncExternalStore(machine.subscribe, machine.getState)

  useEffect(() => () => machine.reset(), [machine])

  const order = useCallback(
    async (body: Checkout) => {
      const key = checkoutKey(body)
      const end = await machine.run(async (signal) =>
        answered(await client.POST('/api/v1/cart/checkout', { params: { header: { 'Idempotency-Key': key } }, body, signal })),
      )
      if (end.step !== 'done' && end.step !== 'refused') return
      closeCheckout()
      if (end.step === 'done') {
        learnOrder(queries, end.answer)
        await navigate(paths.order(end.answer.id), { replace: true })
      } else {
        // Prices, stock or the code are not as they were shown.
        await refreshCart(queries)
      }
    },
    [machine, navigate, queries],
  )

  return { state, order }
}
