import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import type { Cart, ShippingMethod } from '@/api/types'
import { merging } from './merge'

const cart = ['cart'] as const

/** Where it may go and how: with both the cart says what that costs. */
export interface Shipping {
  readonly country?: string | undefined
  readonly shipping_method?: ShippingMethod | undefined
}

/** The cart of whoever is here. Prices and stock in it are those of the moment, so it is looked at again on coming back. */
export const cartQuery = ({ country, shipping_method }: Shipping = {}) =>
  queryOptions({
    queryKey: [...cart, country ?? null, shipping_method ?? null],
    queryFn: async ({ signal }) => {
      // What a visitor had put in before logging in belongs to the account first.
      await merging()
      const query = { ...(country !== undefined && { country }), ...(shipping_method !== undefined && { shipping_method }) }
      return answered(await client.GET('/api/v1/cart', { params: { query }, signal }))
    },
    staleTime: 10_000,
    refetchOnWindowFocus: 'always',
  })

/** An answer that brought the cart is the newest knowledge of it; what it costs to ship is asked anew. */
export async function learnCart(queries: QueryClient, learned: Cart): Promise<void> {
  const { queryKey } = cartQuery()
  await queries.cancelQueries({ queryKey: cart })
  queries.setQueryData(queryKey, learned)
  void queries.invalidateQueries({ queryKey: cart, predicate: (query) => query.queryKey.join() !== queryKey.join() })
}

/** What was paid for has left it, or something refused it: the shop says how it is now. */
export function refreshCart(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: cart })
}

/** Signing out must not leave one person's cart to the next. */
export function forgetCart(queries: QueryClient): void {
  queries.removeQueries({ queryKey: cart })
}
