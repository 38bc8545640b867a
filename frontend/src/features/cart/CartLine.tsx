import { Link } from 'react-router'
import type { CartItem } from '@/api/types'
import { formatCount, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { Picture } from '@/shared/ui/Picture'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'
import { mostUnits } from './changes'
import { QuantityInput } from './QuantityInput'

interface CartLineProps {
  item: CartItem
  compact: boolean
  busy: boolean
  onQuantity: (quantity: number) => void
  onRemove: () => void
}

/** One product in the cart: how many, what that costs, and what is wrong with it in words. */
export function CartLine({ item, compact, busy, onQuantity, onRemove }: CartLineProps) {
  const { product, quantity, unit_price: price, list_price: list, total, available, problem } = item
  const sold = problem !== 'out_of_stock' && problem !== 'unavailable'
  return (
    <li aria-busy={busy} className={`flex gap-4 border-b border-line py-4 ${compact ? '' : 'md:gap-6 md:py-5'}`}>
      <Picture
        image={product.image}
        product={product.name}
        decorative
        sizes="9rem"
        className={`aspect-[4/3] shrink-0 self-start rounded-plate ${compact ? 'w-22' : 'w-24 md:w-36'} ${sold ? '' : 'opacity-50'}`}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex justify-between gap-4">
          <div className="min-w-0">
            <p className={`leading-snug font-bold ${compact ? '' : 'md:text-lg'}`}>
              <Link to={paths.product(product.slug)} className="hover:underline hover:underline-offset-4">
                {product.name}
              </Link>
            </p>
            <p className="figures mt-0.5 text-sm text-ink-soft">
              {cart.each(formatMoney(price))}{' '}
              {list != null && (
                <s>
                  <span className="sr-only">{texts.sales.listPrice} </span>
                  {formatMoney(list)}
                </s>
              )}
            </p>
          </div>
          <p className={`figures shrink-0 font-bold ${compact ? '' : 'md:text-lg'}`}>{sold ? formatMoney(total) : '–'}</p>
        </div>
        {problem != null && (
          <p className="flex items-start gap-1.5 text-sm font-medium text-danger">
            <Icon name="alert" size={18} />
            <span>{cart.problem[problem](formatCount(available))}</span>
          </p>
        )}
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          {sold ? (
            <QuantityInput key={quantity} product={product.name} quantity={quantity} most={Math.max(1, Math.min(available, mostUnits))} busy={busy} onChange={onQuantity} />
          ) : (
            <span />
          )}
          <Button look="plain" className="text-sm" busy={busy} aria-label={cart.remove(product.name)} onClick={onRemove}>
            {cart.removeShort}
          </Button>
        </div>
      </div>
    </li>
  )
}
