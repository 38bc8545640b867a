import { type ReactNode, useSyncExternalStore } from 'react'
import { cartToken, subscribeCartToken } from '@/api/cart-token'
import { RequireSession } from '@/features/identity/RequireSession'
import { useSession } from '@/features/identity/use-session'
import { orders } from '@/texts/en/orders'

/** An order belongs to an account, or to the browser that ordered without one: its token is asked with, too. */
export function RequireOwner({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const { status } = useSession()
  const token = useSyncExternalStore(subscribeCartToken, cartToken)
  if (status === 'anonymous' && token !== null) return children
  return (
    <RequireSession words={{ title: orders.logIn, body: orders.logInBody }} waiting={waiting}>
      {children}
    </RequireSession>
  )
}
