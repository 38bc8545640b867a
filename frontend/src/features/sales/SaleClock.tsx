import type { Sale } from '@/api/types'
import { formatCountdown, formatMoment, formatSpan } from '@/shared/format'
import { useServerNow } from '@/shared/server-clock'
import { texts } from '@/texts/en'

const day = 86_400_000

/** Counts down on the server's time. The figures are there to be read; aloud the announcer says the milestones. */
export function SaleClock({ sale, size = 'normal' }: { sale: Pick<Sale, 'status' | 'starts_at' | 'ends_at'>; size?: 'normal' | 'large' }) {
  const now = useServerNow()
  const upcoming = sale.status === 'scheduled'
  const target = upcoming ? sale.starts_at : sale.ends_at
  const left = Date.parse(target) - now
  const figure = size === 'large' ? 'text-clock font-extrabold tracking-tight' : 'text-xl font-bold'

  if (sale.status === 'ended' || sale.status === 'cancelled') {
    return <p className="figures text-ink-soft">{texts.sales.endedAt(formatMoment(sale.ends_at))}</p>
  }
  return (
    <div>
      <p className="text-sm text-ink-soft">
        {upcoming && left <= 0 ? texts.sale.opening : upcoming ? texts.sales.startsIn : texts.sales.endsIn}
      </p>
      <p role="timer" aria-label={upcoming ? texts.sales.startsIn : texts.sales.endsIn} className={`figures ${figure}`}>
        {left > day ? formatSpan(left) : formatCountdown(left)}
      </p>
    </div>
  )
}
