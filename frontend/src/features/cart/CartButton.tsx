import { lazy, Suspense, useEffect } from 'react'
import { useLocation } from 'react-router'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'
import { showCart, useCartShown } from './drawer-state'
import { useCart } from './use-cart'

const CartDrawer = lazy(async () => ({ default: (await import('./CartDrawer')).CartDrawer }))

/** The cart in the header: how much is in it, and the way to look. */
export function CartButton() {
  const { cart } = useCart()
  const shown = useCartShown()
  const { pathname } = useLocation()
  const count = cart?.count ?? 0
  // Whoever goes on to another page has seen enough of the cart.
  useEffect(() => () => showCart(false), [pathname])
  const here = pathname === paths.cart() || pathname.startsWith(paths.checkout())
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={texts.cart.open(formatCount(count), count)}
        className="relative inline-grid size-11 place-items-center rounded-control hover:bg-sunken"
        onClick={() => showCart(true)}
      >
        <Icon name="cart" size={22} />
        {count > 0 && (
          <span aria-hidden="true" className="figures absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-inverse px-1 text-[0.6875rem] leading-none font-bold text-on-inverse">
            {count > 99 ? '99+' : count}
          </span>
        )}
      </button>
      {shown && (
        <Suspense>
          <CartDrawer onPage={here} onClose={() => showCart(false)} />
        </Suspense>
      )}
    </>
  )
}
