import { useState } from 'react'
import type { Product } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'
import { product as words } from '@/texts/en/product'
import { mostUnits, useAddToCart } from './changes'
import { showCart } from './drawer-state'
import { QuantityInput } from './QuantityInput'

/** From the product's page into the cart. */
export function AddToCart({ product }: { product: Product }) {
  const [quantity, setQuantity] = useState(1)
  const add = useAddToCart()
  const soldOut = product.stock === 0
  const most = Math.max(1, Math.min(product.stock, mostUnits))
  const wanted = Math.min(quantity, most)
  return (
    <section aria-label={cart.add} className="mt-4 flex flex-col gap-3">
      <div className="flex gap-3">
        {!soldOut && <QuantityInput key={wanted} product={product.name} quantity={wanted} most={most} onChange={setQuantity} />}
        <Button
          look="buy"
          className="flex-1"
          unavailable={soldOut}
          busy={add.isPending}
          onClick={() => add.mutate({ productId: product.id, quantity: wanted }, { onSuccess: () => showCart(true) })}
        >
          {soldOut ? texts.catalogue.soldOut : add.isPending ? cart.adding : cart.addOne}
        </Button>
      </div>
      <div role="alert" className="empty:hidden">
        {add.error && <ProblemNotice error={add.error} />}
      </div>
      <p className="flex items-start gap-2 text-sm text-ink-soft">
        <Icon name="truck" size={18} />
        <span>{soldOut ? words.soldOutNote : words.shippingNote}</span>
      </p>
    </section>
  )
}
