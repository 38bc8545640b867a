import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { cartToken, subscribeCartToken } from '@/api/cart-token'
import { useSession } from '@/features/identity/use-session'
import { cartQuery, type Shipping } from './queries'

/** Whether there can be anything in a cart: an account has one, a visitor once something was put in. */
function useHasCart(): boolean | undefined {
  const { status } = useSession()
  const token = useSyncExternalStore(subscribeCartToken, cartToken)
  if (status === 'unknown') return undefined
  return status === 'signed-in' || token !== null
}

/** The cart; undefined while nobody knows, null when there is none. */
export function useCart(shipping: Shipping = {}) {
  const has = useHasCart()
  const { data, error, isFetching, refetch } = useQuery({ ...cartQuery(shipping), enabled: has === true })
  return { cart: has === false ? null : data, error, isFetching, refetch }
}
