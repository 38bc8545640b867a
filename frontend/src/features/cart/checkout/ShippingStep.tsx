import { useState } from 'react'
import type { Cart } from '@/api/types'
import { countryName } from '@/shared/countries'
import { formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Notice } from '@/shared/ui/Notice'
import { cart as cartWords } from '@/texts/en/cart'
import { checkout } from '@/texts/en/checkout'
import { ShipTo } from './ShipTo'
import type { Draft } from './draft'

interface ShippingStepProps {
  cart: Cart
  draft: Draft
  onFilled: (change: Partial<Draft>) => void
}

/** How it gets there, how long that takes and what it costs. */
export function ShippingStep({ cart, draft, onFilled }: ShippingStepProps) {
  const options = cart.shipping_options
  const [chosen, setChosen] = useState(draft.method)
  const selected = options.find(({ method }) => method === chosen) ?? options[0]
  if (!selected) {
    return (
      <div className="mt-6">
        <Notice words={checkout.noShipping(countryName(draft.address?.country ?? ''))}>
          <ButtonLink to={paths.checkout('address')}>{checkout.changeAddress}</ButtonLink>
        </Notice>
      </div>
    )
  }
  return (
    <form
      className="mt-6"
      onSubmit={(event) => {
        event.preventDefault()
        onFilled({ method: selected.method })
      }}
    >
      <ShipTo draft={draft} />
      <fieldset className="mt-6">
        <legend className="sr-only">{checkout.chooseShipping}</legend>
        {options.map(({ method, name, days_min, days_max, price }) => (
          <label key={method} className="flex min-h-16 cursor-pointer items-center gap-4 border-t border-line py-3 last:border-b">
            <input type="radio" name="method" value={method} checked={method === selected.method} onChange={() => setChosen(method)} className="size-5 shrink-0 accent-(--ink)" />
            <span className="min-w-0 flex-1">
              <span className="block font-semibold">{name}</span>
              <span className="figures text-sm text-ink-soft">{checkout.days(days_min, days_max)}</span>
            </span>
            <span className="figures font-bold">{price.amount === 0 ? cartWords.shippingFree : formatMoney(price)}</span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" look="strong" className="mt-6 max-sm:w-full">
        {checkout.toPayment}
      </Button>
    </form>
  )
}
