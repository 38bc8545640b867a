import type { DiscountCode } from '@/api/types'
import { formatCount, formatMoney, formatPercent } from '@/shared/format'
import { staffCodes } from '@/texts/en/staff-codes'

/** What a code takes off, in words. */
export function takesOff({ percent, amount }: DiscountCode): string {
  if (percent != null) return formatPercent(percent / 100)
  return amount == null ? '' : formatMoney(amount)
}

export function isUsedUp({ redeemed, total_limit }: DiscountCode): boolean {
  return total_limit != null && redeemed >= total_limit
}

/** How many orders use it, and of how many that may. */
export function Redeemed({ code: { redeemed, total_limit } }: { code: DiscountCode }) {
  if (total_limit == null) return <span className="figures">{staffCodes.used(formatCount(redeemed), redeemed)}</span>
  return (
    <span className="figures flex flex-col gap-1">
      {staffCodes.usedOf(formatCount(redeemed), formatCount(total_limit))}
      <span aria-hidden="true" className="h-1 w-full max-w-40 rounded-full bg-line">
        <span className="block h-full rounded-full bg-ink" style={{ width: `${Math.min(100, (redeemed / total_limit) * 100)}%` }} />
      </span>
    </span>
  )
}
