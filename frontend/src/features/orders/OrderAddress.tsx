import type { Order } from '@/api/types'
import { addressLines } from '@/features/identity/addresses/address'
import { order as words } from '@/texts/en/orders'

/** Where an order from the cart goes. Sales have no address yet. */
export function OrderAddress({ order: { shipping_address: address, email } }: { order: Order }) {
  if (address == null) return null
  return (
    <section aria-labelledby="ship-to">
      <h2 id="ship-to" className="text-xl font-bold tracking-tight">
        {words.shipTo}
      </h2>
      <p className="mt-3">
        {addressLines(address).map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </p>
      {email != null && <p className="mt-2 text-sm text-ink-soft [overflow-wrap:anywhere]">{words.mailTo(email)}</p>}
    </section>
  )
}
