import { useId } from 'react'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'

interface QuantityStepperProps {
  quantity: number
  most: number
  locked: boolean
  onChange: (quantity: number) => void
}

const step = 'grid size-12 place-items-center hover:bg-sunken disabled:opacity-40'

export function QuantityStepper({ quantity, most, locked, onChange }: QuantityStepperProps) {
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-4">
      <span id={id} className="font-semibold">
        {texts.purchase.quantity}
      </span>
      <div role="group" aria-labelledby={id} className="flex items-center rounded-control border border-line-strong">
        <button type="button" className={step} aria-label={texts.purchase.fewer} disabled={locked || quantity <= 1} onClick={() => onChange(quantity - 1)}>
          <Icon name="minus" />
        </button>
        <output className="figures min-w-10 text-center text-lg font-bold">{quantity}</output>
        <button type="button" className={step} aria-label={texts.purchase.more} disabled={locked || quantity >= most} onClick={() => onChange(quantity + 1)}>
          <Icon name="plus" />
        </button>
      </div>
    </div>
  )
}
