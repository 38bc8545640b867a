import type { Sale } from '@/api/types'
import { formatCount } from '@/shared/format'
import { texts } from '@/texts/en'
import { remainingBand } from './remaining'

/** How many are left: exact when few, in bands above, and a bar that tells no more than the words. */
export function Remaining({ sale, bar = false }: { sale: Pick<Sale, 'remaining' | 'allocated'>; bar?: boolean }) {
  const band = remainingBand(sale.remaining)
  const untouched = sale.remaining > 0 && sale.remaining === sale.allocated
  const count = untouched ? sale.allocated : band.kind === 'none' ? 0 : band.count
  const share = sale.allocated > 0 ? Math.min(1, count / sale.allocated) : 0
  return (
    <div>
      <p className="figures flex flex-wrap items-baseline gap-x-2">
        {untouched ? (
          <span className="font-bold">{texts.sales.allLeft(formatCount(sale.allocated))}</span>
        ) : (
          <>
            <span className="font-bold">
              {band.kind === 'none' && texts.sales.noneLeft}
              {band.kind === 'exact' && texts.sales.left(formatCount(band.count))}
              {band.kind === 'at-least' && texts.sales.leftAtLeast(formatCount(band.count))}
            </span>
            <span className="text-ink-soft">{texts.sales.leftOf(formatCount(sale.allocated))}</span>
          </>
        )}
      </p>
      {bar && (
        <div aria-hidden="true" className="mt-2 h-1.5 bg-sunken">
          <div className="h-full origin-left bg-inverse transition-transform duration-(--calm)" style={{ transform: `scaleX(${share})` }} />
        </div>
      )}
    </div>
  )
}
