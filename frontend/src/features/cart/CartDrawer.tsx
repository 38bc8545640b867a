import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Drawer } from '@/shared/ui/Drawer'
import { ProblemNotice } from '@/shared/ui/Notice'
import { formatCount, formatMoney } from '@/shared/format'
import { texts } from '@/texts/en'
import { cart as words } from '@/texts/en/cart'
import { CartLines } from './CartLines'
import { useCart } from './use-cart'

interface CartDrawerProps {
  /** The page behind it is the cart's own. */
  onPage: boolean
  onClose: () => void
}

/** The cart at a glance, over the page that one is on. */
export function CartDrawer({ onPage, onClose }: CartDrawerProps) {
  const { cart, error, refetch } = useCart()
  const count = cart?.count ?? 0
  const filled = cart != null && cart.items.length > 0
  return (
    <Drawer
      title={count > 0 ? words.titleOf(formatCount(count)) : words.title}
      onClose={onClose}
      footer={
        filled ? (
          <div className="flex flex-col gap-3">
            <p className="figures flex items-baseline justify-between gap-4">
              <span className="font-semibold">{words.subtotal}</span>
              <span className="text-xl font-extrabold">{formatMoney(cart.subtotal)}</span>
            </p>
            <p className="text-sm text-ink-soft">{words.atCheckout}</p>
            <ButtonLink look="buy" to={paths.checkout()}>
              {words.checkout}
            </ButtonLink>
            {!onPage && <ButtonLink to={paths.cart()}>{words.toPage}</ButtonLink>}
          </div>
        ) : undefined
      }
    >
      {cart === undefined && !error && (
        <div role="status">
          <span className="sr-only">{texts.common.loading}</span>
          <div className="skeleton h-24" />
        </div>
      )}
      {cart === undefined && error && (
        <ProblemNotice level={3} error={error}>
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        </ProblemNotice>
      )}
      {filled && <CartLines cart={cart} compact />}
      {(cart === null || cart?.items.length === 0) && (
        <div className="py-6">
          <p className="text-lg font-bold">{words.empty}</p>
          <p className="mt-1 text-ink-soft">{words.emptyBody}</p>
          <ButtonLink look="strong" className="mt-5" to={paths.products()}>
            {texts.search.all}
          </ButtonLink>
        </div>
      )}
    </Drawer>
  )
}
