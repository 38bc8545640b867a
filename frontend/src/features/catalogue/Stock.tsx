import { remainingBand } from '@/features/sales/remaining'
import { formatCount } from '@/shared/format'
import { Icon } from '@/shared/ui/Icon'
import { product } from '@/texts/en/product'

/** Whether there is any: exact when few, since then it matters, and never made to look like less than it is. */
export function Stock({ stock }: { stock: number }) {
  const band = remainingBand(stock)
  return (
    <p className="figures flex items-center gap-2 font-semibold">
      <span className={band.kind === 'none' ? 'text-ink-soft' : 'text-positive'}>
        <Icon name={band.kind === 'none' ? 'clock' : 'check'} />
      </span>
      {band.kind === 'none' && product.outOfStock}
      {band.kind === 'exact' && product.inStockExactly(formatCount(band.count))}
      {band.kind === 'at-least' && product.inStock}
    </p>
  )
}
