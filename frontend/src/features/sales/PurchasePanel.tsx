import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Sale } from '@/api/types'
import { useSession } from '@/features/identity/use-session'
import { decisiveOrder, isReleased } from '@/features/orders/order-state'
import { OrderOutcome } from '@/features/orders/OrderOutcome'
import { ordersOfSaleQuery } from '@/features/orders/queries'
import { formatMoment, formatMoney, formatSpan } from '@/shared/format'
import { paths } from '@/shared/paths'
import { useServerNow } from '@/shared/server-clock'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Notice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { clearIntent, openIntent } from './purchase-key'
import { PurchaseProgress } from './PurchaseProgress'
import { QuantityStepper } from './QuantityStepper'
import { usePurchase } from './use-purchase'

/** Everything between wanting and having: the button, the wait, the answer. */
export function PurchasePanel({ sale }: { sale: Sale }) {
  const { status: sessionStatus } = useSession()
  const signedIn = sessionStatus === 'signed-in'
  const own = useQuery({ ...ordersOfSaleQuery(sale.id), enabled: signedIn })
  const { state, buy, buyAgain, stop } = usePurchase(sale.id)
  const [quantity, setQuantity] = useState(() => openIntent(sale.id)?.quantity ?? 1)
  const resumed = useRef(false)

  const order = signedIn ? decisiveOrder(own.data?.items ?? []) : undefined
  const active = order !== undefined && !isReleased(order)
  const working = state.step === 'asking' || state.step === 'waiting'
  const most = Math.max(1, Math.min(sale.per_customer_limit, sale.remaining))
  const wanted = working ? quantity : Math.min(quantity, most)
  const known = own.isFetched

  // A press that was cut off by a reload, or that led through the login, is finished here under its own key. First the
  // orders are looked at: the answer may already be there.
  useEffect(() => {
    if (!signedIn || !known || resumed.current) return
    resumed.current = true
    const intent = openIntent(sale.id)
    if (!intent) return
    if (active) clearIntent(sale.id)
    else void buy(intent.quantity)
  }, [active, buy, known, sale.id, signedIn])

  if (active) return <OrderOutcome order={order} fresh={state.step === 'done'} />

  const price = formatMoney({ ...sale.price, amount: sale.price.amount * wanted })
  const again = order !== undefined
  const live = sale.status === 'live'
  return (
    <section aria-label={texts.purchase.heading} className="flex flex-col gap-4">
      {order && !working && <OrderOutcome order={order} fresh={false} />}
      {live && sale.per_customer_limit > 1 && <QuantityStepper quantity={wanted} most={most} locked={working} onChange={setQuantity} />}
      {(live || working) && (
        <Button look="buy" busy={working} onClick={() => void (again ? buyAgain(wanted) : buy(wanted))}>
          {working ? workingLabel(state) : again ? texts.purchase.buyAgain(price) : texts.purchase.buy(price)}
        </Button>
      )}
      {!live && !working && <Closed sale={sale} signedIn={signedIn} />}
      <PurchaseProgress state={state} saleId={sale.id} onAskAgain={() => void buy(wanted)} onStop={stop} />
      {live && state.step === 'idle' && <p className="text-center text-sm text-ink-soft">{texts.purchase.free(formatSpan(sale.hold_seconds * 1000))}</p>}
    </section>
  )
}

function workingLabel(state: ReturnType<typeof usePurchase>['state']): string {
  if (state.step === 'waiting') return texts.purchase.waiting
  return state.step === 'asking' && state.slow ? texts.purchase.checking : texts.purchase.sending
}

function Closed({ sale, signedIn }: { sale: Sale; signedIn: boolean }) {
  if (sale.status === 'scheduled') return <ComingUp sale={sale} signedIn={signedIn} />
  if (sale.status === 'live') return null
  return (
    <Notice words={texts.sale.closed[sale.status]}>
      {sale.status === 'paused' ? undefined : <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>}
    </Notice>
  )
}

/** Before the start. When the time has come the button waits for the shop to say so, however sure the clock is. */
function ComingUp({ sale, signedIn }: { sale: Sale; signedIn: boolean }) {
  const opening = useServerNow() >= Date.parse(sale.starts_at)
  const prepared = signedIn ? texts.sale.prepared : texts.sale.prepare
  return (
    <>
      <Button look="buy" unavailable>
        {opening ? texts.sale.opening : texts.sale.notYet(formatMoment(sale.starts_at))}
      </Button>
      <p className="text-center text-sm text-ink-soft">{opening ? texts.sale.openingNote : prepared}</p>
      {!signedIn && !opening && <ButtonLink to={paths.login(paths.sale(sale.id))}>{texts.shell.logIn}</ButtonLink>}
    </>
  )
}
