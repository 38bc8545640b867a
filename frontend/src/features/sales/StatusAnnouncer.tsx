import { useState } from 'react'
import type { SaleStatus } from '@/api/types'
import { texts } from '@/texts/en'

/** Says aloud when the sale opens, sells out, pauses or ends; not what it was when the page was opened. */
export function StatusAnnouncer({ status }: { status: SaleStatus }) {
  const [opened] = useState(status)
  const [changed, setChanged] = useState(false)
  if (!changed && status !== opened) setChanged(true)
  return (
    <p role="status" className="sr-only">
      {changed && texts.sale.announce[status]}
    </p>
  )
}
