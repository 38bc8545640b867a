import type { Money } from '@/api/types'
import { formatMoment, formatMoney, formatPercent } from '@/shared/format'
import { texts } from '@/texts/en'

interface PriceProps {
  price: Money
  /** What it costs otherwise, to be struck. */
  list?: Money | null | undefined
  /** When the price ends; said where there is room for it. */
  until?: string | null | undefined
  size?: 'normal' | 'large' | 'small'
}

/** The price now, the regular one struck, and what ends when. */
export function Price({ price, list, until, size = 'normal' }: PriceProps) {
  const regular = list != null && list.currency === price.currency && list.amount > price.amount ? list : null
  const figure = { small: 'text-base', normal: 'text-xl', large: 'text-[2.125rem] leading-none tracking-tight' }[size]
  return (
    <p className="figures flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className={`${figure} font-extrabold`}>
        {regular && <span className="sr-only">{texts.sales.salePrice} </span>}
        {formatMoney(price)}
      </span>
      {regular && (
        <>
          <s className={`text-ink-soft ${size === 'small' ? 'text-sm' : ''}`}>
            <span className="sr-only">{texts.sales.listPrice} </span>
            {formatMoney(regular)}
          </s>
          {size !== 'small' && (
            <span className="text-sm text-ink-soft">
              {texts.sales.saved(formatPercent((regular.amount - price.amount) / regular.amount))}
              {until != null && ` ${texts.sales.priceUntil(formatMoment(until))}`}
            </span>
          )}
        </>
      )}
    </p>
  )
}
