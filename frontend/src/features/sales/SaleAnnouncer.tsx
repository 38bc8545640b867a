import { useState } from 'react'
import type { Sale } from '@/api/types'
import { useServerNow } from '@/shared/server-clock'
import { useCrossed } from '@/shared/use-crossed'
import { texts } from '@/texts/en'
import { announcement } from './announcement'
import { startMilestones } from './milestones'

/**
 * The one voice of a sale: says aloud when it comes near, opens, runs low, sells out, pauses or ends; not what it was
 * when the page was opened, nor every tick.
 */
export function SaleAnnouncer({ sale }: { sale: Sale }) {
  const [heard, setHeard] = useState<{ sale: Sale; said: string | null }>({ sale, said: null })
  if (heard.sale !== sale) setHeard({ sale, said: announcement(heard.sale, sale) ?? heard.said })
  const upcoming = sale.status === 'scheduled'
  const reached = useCrossed(startMilestones, Date.parse(sale.starts_at) - useServerNow(1000, upcoming))
  return (
    <p role="status" className="sr-only">
      {upcoming && reached !== null ? texts.sale.milestone[reached] : heard.said}
    </p>
  )
}
