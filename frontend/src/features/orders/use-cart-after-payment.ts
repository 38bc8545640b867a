import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Order } from '@/api/types'
import { refreshCart } from '@/features/cart/queries'

/** What was ordered from the cart leaves it once it is paid for: the cart in the header must not lag behind. */
export function useCartAfterPayment({ sale_id, status }: Order): void {
  const queries = useQueryClient()
  const left = sale_id == null && status === 'paid'
  useEffect(() => {
    if (left) void refreshCart(queries)
  }, [left, queries])
}
