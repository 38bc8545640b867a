import type { Cart } from '@/api/types'
import { formatCount, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { Picture } from '@/shared/ui/Picture'
import { useMedia } from '@/shared/use-media'
import { texts } from '@/texts/en'
import { checkout } from '@/texts/en/checkout'
import { Totals } from '../Totals'

/** What is being ordered: at the side where there is room, folded up where there is not. */
export function Summary({ cart, className = '' }: { cart: Cart; className?: string }) {
  const beside = useMedia('(width >= 68rem)')
  if (beside) {
    return (
      <aside aria-label={checkout.summary} className={`self-start bg-surface p-6 lg:sticky lg:top-[calc(var(--header)+1.5rem)] ${className}`}>
        <Contents cart={cart} />
      </aside>
    )
  }
  return (
    <details className={`group bg-surface ${className}`}>
      <summary className="figures flex min-h-13 items-center justify-between gap-4 px-4 font-semibold">
        <span className="flex items-center gap-2">
          {checkout.summaryOf(formatCount(cart.count), cart.count)}
          <span className="transition-transform duration-(--fast) group-open:rotate-180">
            <Icon name="chevron" size={18} />
          </span>
        </span>
        <span className="text-lg font-extrabold">{formatMoney(cart.total)}</span>
      </summary>
      <div className="px-4 pb-4">
        <Contents cart={cart} />
      </div>
    </details>
  )
}

function Contents({ cart }: { cart: Cart }) {
  return (
    <>
      <ul>
        {cart.items.map(({ product, quantity, total }) => (
          <li key={product.id} className="flex items-center gap-3 border-b border-line py-2.5 first:pt-0">
            <Picture image={product.image} product={product.name} decorative sizes="4rem" className="h-12 w-16 shrink-0 rounded-plate" />
            <span className="min-w-0 flex-1 leading-snug">{texts.common.units(quantity, product.name)}</span>
            <span className="figures shrink-0">{formatMoney(total)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-4">
        <Totals cart={cart} />
      </div>
      <ButtonLink look="plain" className="mt-3 text-sm" to={paths.cart()}>
        {checkout.changeCart}
      </ButtonLink>
    </>
  )
}
