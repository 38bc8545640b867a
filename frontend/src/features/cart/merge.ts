import { answered, client } from '@/api/client'
import { cartToken, forgetCartToken } from '@/api/cart-token'
import { asProblem } from '@/api/problem'
import type { SessionState } from '@/api/session'
import type { Cart } from '@/api/types'

let running: Promise<void> | null = null

/** Settles when no cart is being taken over. */
export function merging(): Promise<void> {
  return running ?? Promise.resolve()
}

async function merge(learn: (cart: Cart) => void): Promise<void> {
  try {
    const cart = answered(await client.POST('/api/v1/cart/merge'))
    forgetCartToken()
    learn(cart)
  } catch (error) {
    // A shop that could not answer is asked again with the next page; the token keeps the cart until then.
    if (!asProblem(error).isTransient) forgetCartToken()
  }
}

/** Whoever logs in or makes an account finds in it what they had put into the cart before. Twice counts once. */
export function mergeOnSignIn({ status }: SessionState, learn: (cart: Cart) => void): void {
  if (status !== 'signed-in' || running || cartToken() === null) return
  running = merge(learn).finally(() => {
    running = null
  })
}
