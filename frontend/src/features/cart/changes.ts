import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answered, client, givingUp } from '@/api/client'
import { cartToken } from '@/api/cart-token'
import { session } from '@/api/session'
import { cartQuery, learnCart, refreshCart } from './queries'

/** Changes of one cart wait for each other: the last one made is the one that stays. */
const scope = { id: 'cart' }

/** The most units of one product, as the shop has it. */
export const mostUnits = 999

async function put(productId: string, quantity: number) {
  const params = { path: { product_id: productId } }
  return answered(await client.PUT('/api/v1/cart/items/{product_id}', { params, body: { quantity }, signal: givingUp() }))
}

function useChange<V>(change: (input: V) => Promise<Parameters<typeof learnCart>[1]>) {
  const queries = useQueryClient()
  return useMutation({
    scope,
    mutationFn: change,
    onSuccess: (cart) => learnCart(queries, cart),
    // A refusal may mean that the cart is not as it was shown.
    onError: () => refreshCart(queries),
  })
}

/** Sets how many of a product there are. */
export function useSetQuantity() {
  return useChange(({ productId, quantity }: { productId: string; quantity: number }) => put(productId, quantity))
}

/** Puts more of a product in, on top of what is in the cart already. */
export function useAddToCart() {
  const queries = useQueryClient()
  return useChange(async ({ productId, quantity }: { productId: string; quantity: number }) => {
    await session.accessToken()
    const has = session.getState().status === 'signed-in' || cartToken() !== null
    const cart = has ? await queries.query(cartQuery()) : undefined
    const before = cart?.items.find(({ product }) => product.id === productId)?.quantity ?? 0
    return put(productId, Math.min(before + quantity, mostUnits))
  })
}

export function useRemoveItem() {
  return useChange(async (productId: string) =>
    answered(await client.DELETE('/api/v1/cart/items/{product_id}', { params: { path: { product_id: productId } }, signal: givingUp() })),
  )
}

export function useRemoveCode() {
  return useChange(async () => answered(await client.DELETE('/api/v1/cart/code', { signal: givingUp() })))
}
