import { Link } from 'react-router'
import { addressLines } from '@/features/identity/addresses/address'
import { paths } from '@/shared/paths'
import { checkout } from '@/texts/en/checkout'
import type { Draft } from './draft'

/** Where it goes, with the way to change that. */
export function ShipTo({ draft }: { draft: Draft }) {
  if (!draft.address) return null
  return (
    <Filled title={checkout.shipTo} to={paths.checkout('address')} change={checkout.changeAddress}>
      {draft.email !== null && draft.addressId === null && <span className="block">{draft.email}</span>}
      {addressLines(draft.address).join(', ')}
    </Filled>
  )
}

interface FilledProps {
  title: string
  to: string
  change: string
  children: React.ReactNode
}

/** What was filled in at an earlier step. */
export function Filled({ title, to, change, children }: FilledProps) {
  return (
    <section className="flex items-start justify-between gap-6 border-t border-line py-3 last-of-type:border-b">
      <div className="min-w-0">
        <h3 className="text-sm text-ink-soft">{title}</h3>
        <p className="[overflow-wrap:anywhere]">{children}</p>
      </div>
      <Link to={to} aria-label={change} className="link inline-flex min-h-11 shrink-0 items-center text-sm font-medium">
        {checkout.change}
      </Link>
    </section>
  )
}
