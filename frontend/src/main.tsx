import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { createQueryClient } from '@/api/query-client'
import { resumeSession, session } from '@/api/session'
import { createRouter } from '@/app/router'
import { forgetDraft } from '@/features/cart/checkout/draft'
import { mergeOnSignIn } from '@/features/cart/merge'
import { forgetCart, learnCart } from '@/features/cart/queries'
import { forgetAccount } from '@/features/identity/queries'
import { forgetOrders } from '@/features/orders/queries'
import { forgetStaff } from '@/features/platform/queries'
import { serverClock } from '@/shared/server-clock'
import '@/styles/app.css'

const queries = createQueryClient()

// The next answer measures the server's clock anew: while the page was in the background the machine may have slept.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') serverClock.distrust()
})

// Whoever signs out in one tab is signed out in all of them, with everything that was theirs; nor does the next person
// find it.
let shownTo: string | undefined
session.subscribe(() => {
  const now = session.getState().user?.id
  if (shownTo !== undefined && shownTo !== now) {
    forgetOrders(queries)
    forgetAccount(queries)
    forgetCart(queries)
    forgetDraft()
    forgetStaff(queries)
  }
  shownTo = now
  mergeOnSignIn(session.getState(), (cart) => void learnCart(queries, cart))
})

void resumeSession()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const app = createRoot(root)
// In slices: a tap, and the picture that early.js has asked for, need not wait until all of the first page is made.
startTransition(() =>
  app.render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={createRouter(queries)} />
      </QueryClientProvider>
    </StrictMode>,
  ),
)
