import type { Sale } from '@/api/types'
import { formatCount } from '@/shared/format'
import { crossed } from '@/shared/milestones'
import { texts } from '@/texts/en'
import { unitMilestones } from './milestones'
import { remainingBand } from './remaining'

type Heard = Pick<Sale, 'status' | 'remaining'>

/** What is worth saying aloud when a sale was one thing and is another now; most changes are only shown. */
export function announcement(before: Heard, now: Heard): string | null {
  const words = texts.sale.announce
  if (before.status !== now.status) {
    if (now.status === 'live' && before.status === 'paused') return words.resumed
    if (now.status === 'live' && before.status === 'sold_out') return words.back(left(now.remaining))
    return words.status[now.status]
  }
  if (now.status !== 'live') return null
  return crossed(unitMilestones, before.remaining, now.remaining) === null ? null : words.remaining(left(now.remaining))
}

/** As exact as it is shown. */
function left(remaining: number): string {
  const band = remainingBand(remaining)
  const count = formatCount(band.kind === 'none' ? 0 : band.count)
  return band.kind === 'at-least' ? texts.sales.leftAtLeast(count) : texts.sales.left(count)
}
