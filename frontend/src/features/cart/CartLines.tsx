import { useEffect, useRef, useState } from 'react'
import type { Cart, CartItem } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { cart as words } from '@/texts/en/cart'
import { CartLine } from './CartLine'
import { useRemoveItem, useSetQuantity } from './changes'

interface CartLinesProps {
  cart: Cart
  /** In the drawer, where there is less room. */
  compact?: boolean
}

/** Everything in the cart, and for a while what was just taken out of it, with the way back. */
export function CartLines({ cart, compact = false }: CartLinesProps) {
  const set = useSetQuantity()
  const remove = useRemoveItem()
  const [removed, setRemoved] = useState<CartItem | null>(null)
  const undo = useRef<HTMLButtonElement>(null)
  const busy = set.isPending ? set.variables.productId : remove.isPending ? remove.variables : null
  const gone = removed !== null && !cart.items.some(({ product }) => product.id === removed.product.id)

  // The button that was pressed has gone with its line: the way back is what is left of it.
  useEffect(() => {
    if (gone) undo.current?.focus()
  }, [gone])

  return (
    <>
      <div role="status" className="empty:hidden">
        {gone && (
          <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 border-l-4 border-line-strong bg-surface py-1 pr-2 pl-4">
            <p>{words.removed(removed.product.name)}</p>
            <Button
              ref={undo}
              look="plain"
              busy={set.isPending}
              onClick={() => set.mutate({ productId: removed.product.id, quantity: removed.quantity }, { onSuccess: () => setRemoved(null) })}
            >
              {words.undo}
            </Button>
          </div>
        )}
      </div>
      <div role="alert" className="empty:hidden">
        {(set.error ?? remove.error) && <ProblemNotice level={3} error={set.error ?? remove.error} />}
      </div>
      <ul className={compact ? '' : 'border-t border-line-strong'}>
        {cart.items.map((item) => (
          <CartLine
            key={item.product.id}
            item={item}
            compact={compact}
            busy={busy === item.product.id}
            onQuantity={(quantity) => {
              remove.reset()
              set.mutate({ productId: item.product.id, quantity })
            }}
            onRemove={() => {
              set.reset()
              setRemoved(item)
              remove.mutate(item.product.id)
            }}
          />
        ))}
      </ul>
    </>
  )
}
