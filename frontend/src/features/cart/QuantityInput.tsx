import { useState } from 'react'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'

interface QuantityInputProps {
  product: string
  quantity: number
  /** As many as can be had. */
  most: number
  busy?: boolean
  onChange: (quantity: number) => void
}

const step = 'grid size-11 place-items-center hover:bg-sunken aria-disabled:cursor-default aria-disabled:opacity-40 aria-disabled:hover:bg-transparent'

/** How many, by the step or typed. What is typed counts on Enter or when the field is left, within what there is. */
export function QuantityInput({ product, quantity, most, busy = false, onChange }: QuantityInputProps) {
  const [text, setText] = useState(String(quantity))

  function settle() {
    const typed = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : quantity
    const next = Math.min(Math.max(1, typed), Math.max(most, 1))
    setText(String(next))
    if (next !== quantity) onChange(next)
  }

  function by(change: 1 | -1) {
    const next = Math.min(quantity + change, most)
    if (busy || next < 1 || next === quantity) return
    setText(String(next))
    onChange(next)
  }

  return (
    <div role="group" aria-label={cart.quantityOf(product)} className="inline-flex items-center rounded-control border border-line-strong bg-surface">
      <button type="button" className={step} aria-label={texts.purchase.fewer} aria-disabled={quantity <= 1 || undefined} onClick={() => by(-1)}>
        <Icon name="minus" size={18} />
      </button>
      <input
        aria-label={texts.purchase.quantity}
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        className="figures h-11 w-11 bg-transparent text-center font-bold"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            settle()
          }
        }}
      />
      <button type="button" className={step} aria-label={texts.purchase.more} aria-disabled={quantity >= most || undefined} onClick={() => by(1)}>
        <Icon name="plus" size={18} />
      </button>
    </div>
  )
}
