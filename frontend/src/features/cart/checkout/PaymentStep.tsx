import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Cart, Checkout } from '@/api/types'
import { useSession } from '@/features/identity/use-session'
import { formatMoney, formatSpan } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { useTicking } from '@/shared/use-ticking'
import { texts } from '@/texts/en'
import { cart as words } from '@/texts/en/cart'
import { checkout } from '@/texts/en/checkout'
import { CodeForm } from '../CodeForm'
import { openCheckout } from './checkout-key'
import { CheckoutRefusal } from './CheckoutRefusal'
import type { Draft } from './draft'
import { Filled, ShipTo } from './ShipTo'
import { useCheckout } from './use-checkout'

/** The last look at everything, and the press that orders it. */
export function PaymentStep({ cart, draft }: { cart: Cart; draft: Draft }) {
  const { status } = useSession()
  const { state, order } = useCheckout()
  const resumed = useRef(false)

  // A press that a reload cut off is asked about again, under its own key and as it was.
  useEffect(() => {
    if (resumed.current) return
    resumed.current = true
    const open = openCheckout()
    if (open) void order(open.body)
  }, [order])

  const body = checkoutOf(cart, draft, status === 'signed-in')
  const option = cart.shipping_options.find(({ method }) => method === draft.method)
  const working = state.step === 'asking' || state.step === 'waiting' || state.step === 'done'
  const blocked = body === null || cart.items.some(({ problem }) => problem != null)
  const failed = state.step === 'refused' || state.step === 'unresolved'
  return (
    <div className="mt-6">
      <ShipTo draft={draft} />
      {option && (
        <Filled title={checkout.short.shipping} to={paths.checkout('shipping')} change={checkout.changeShipping}>
          {option.name}, {checkout.days(option.days_min, option.days_max)}
        </Filled>
      )}
      <div className="border-t border-line py-5">
        <CodeForm code={cart.code} />
      </div>
      <div role="alert" className="empty:hidden">
        {failed && <CheckoutRefusal problem={state.problem} />}
        {!failed && blocked && (
          <p className="font-medium text-danger">
            {words.blocked}{' '}
            <Link to={paths.cart()} className="link">
              {words.toPage}
            </Link>
          </p>
        )}
      </div>
      <Button look="buy" className="mt-5" busy={working} unavailable={blocked} onClick={() => body && void order(body)}>
        {working ? (state.step === 'asking' && !state.slow ? checkout.sending : checkout.checking) : checkout.order(formatMoney(cart.total))}
      </Button>
      <div role="status" className="mt-3 text-center text-sm text-ink-soft">
        {state.step === 'waiting' ? (
          <Waiting retryAt={state.retryAt} attempt={state.attempt} />
        ) : working ? (
          checkout.once
        ) : (
          <>
            {checkout.next}{' '}
            <Link to={paths.terms()} className="link">
              {checkout.terms}
            </Link>
          </>
        )}
      </div>
    </div>
  )
}

/** What is sent: the total that is on the screen goes along, so that no other one is ever charged. */
function checkoutOf(cart: Cart, draft: Draft, signedIn: boolean): Checkout | null {
  if (!draft.address || !draft.method || cart.shipping == null) return null
  const { name, company, line1, line2, postal_code, city, country, phone } = draft.address
  const shipping_address = { name, company, line1, line2, postal_code, city, country, phone }
  return {
    ...(signedIn || draft.email === null ? {} : { email: draft.email }),
    ...(signedIn && draft.addressId !== null ? { address_id: draft.addressId } : { shipping_address }),
    shipping_method: draft.method,
    expected_total: cart.total,
  }
}

function Waiting({ retryAt, attempt }: { retryAt: number; attempt: number }) {
  const left = Math.max(1000, retryAt - useTicking())
  return (
    <p aria-live="off" className="figures">
      {texts.purchase.waitingNote(formatSpan(left), attempt)}
    </p>
  )
}
