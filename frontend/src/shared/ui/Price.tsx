import type { Sale } from '@/api/types'
import { formatMoment, formatMoney, formatPercent } from '@/shared/format'
import { texts } from '@/texts/en'

/** The sale's price, the regular one struck, and what ends when. */
export function Price({ sale, size = 'normal' }: { sale: Pick<Sale, 'price' | 'list_price' | 'ends_at' | 'status'>; size?: 'normal' | 'large' | 'small' }) {
  const { price, list_price: list } = sale
  const reduced = list.currency === price.currency && list.amount > price.amount
  const figure = { small: 'text-base', normal: 'text-xl', large: 'text-[2.125rem] leading-none tracking-tight' }[size]
  return (
    <p className="figures flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className={`${figure} font-extrabold`}>
        {reduced && <span className="sr-only">{texts.sales.salePrice} </span>}
        {formatMoney(price)}
      </span>
      {reduced && (
        <>
          <s className="text-ink-soft">
            <span className="sr-only">{texts.sales.listPrice} </span>
            {formatMoney(list)}
          </s>
          <span className="text-sm text-ink-soft">
            {texts.sales.saved(formatPercent((list.amount - price.amount) / list.amount))}
            {size === 'large' && sale.status !== 'ended' && ` ${texts.sales.priceUntil(formatMoment(sale.ends_at))}`}
          </span>
        </>
      )}
    </p>
  )
}
