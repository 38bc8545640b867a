import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Order, Receipt, User } from '@/api/types'
import { RequireSession } from '@/features/identity/RequireSession'
import { useSession } from '@/features/identity/use-session'
import { CheckPanel } from '@/features/sales/journal/CheckPanel'
import { checkOrder } from '@/features/sales/journal/check'
import { receiptQuery } from '@/features/sales/journal/queries'
import { formatCount, formatMomentWithSeconds } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Fact } from '@/shared/ui/Fact'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { journal } from '@/texts/en/journal'
import { order as orderWords, orders } from '@/texts/en/orders'
import { OrderNumber } from './OrderNumber'
import { orderQuery } from './queries'

/** Where an order stands in the public journal of its sale, and the means to see for oneself. */
export function Component() {
  const { id = '' } = useParams()
  useTitle(journal.receipt.title)
  return (
    <div className="frame pt-8 md:pt-14">
      <h1 className="display">{journal.receipt.title}</h1>
      <RequireSession words={{ title: orders.logIn, body: orders.logInBody }} waiting={<Waiting />}>
        <Loaded key={id} id={id} />
      </RequireSession>
    </div>
  )
}

function Loaded({ id }: { id: string }) {
  const session = useSession()
  const order = useQuery(orderQuery(id))
  const receipt = useQuery(receiptQuery(id))
  if (order.data && receipt.data && session.status === 'signed-in') {
    return <ReceiptView order={order.data} receipt={receipt.data} user={session.user} />
  }
  const failed = [order, receipt].find(({ data, error }) => data === undefined && error !== null)
  if (failed === undefined) return <Waiting />
  return (
    <div className="mt-8 max-w-2xl">
      <ProblemNotice error={failed.error}>
        <Button onClick={() => void failed.refetch()}>{texts.common.retry}</Button>
        <ButtonLink to={paths.orders()}>{texts.purchase.toOrders}</ButtonLink>
      </ProblemNotice>
    </div>
  )
}

function ReceiptView({ order, receipt, user }: { order: Order; receipt: Receipt; user: User }) {
  const words = journal.receipt
  const { entry } = receipt
  // What this page knows by itself. The receipt has to be about that, whatever else it says.
  const own = {
    order_id: order.id,
    user_id: user.id,
    sale_id: order.sale_id ?? '',
    units: order.lines.reduce((units, line) => units + line.quantity, 0),
  }
  return (
    <>
      <p className="mt-3 max-w-(--measure) text-lg text-ink-soft">{words.lead}</p>
      <dl className="figures mt-8 max-w-2xl border-t border-line-strong">
        <Fact name={orderWords.label}>
          <OrderNumber number={order.number} />
        </Fact>
        <Fact name={words.units}>{formatCount(own.units)}</Fact>
        <Fact name={words.entry}>{formatCount(entry.seq)}</Fact>
        <Fact name={words.at}>
          <time dateTime={entry.at}>{formatMomentWithSeconds(entry.at)}</time>
        </Fact>
        <Fact name={words.together}>{formatCount(entry.orders - 1)}</Fact>
      </dl>
      <section aria-labelledby="check" className="mt-8">
        <h2 id="check" className="text-xl font-bold tracking-tight">
          {words.checkTitle}
        </h2>
        <p className="mt-1 mb-4 max-w-(--measure) text-ink-soft">{words.checkBody}</p>
        <CheckPanel check={(signal, progress) => checkOrder(own, receipt, signal, progress)} start={words.start} proven={words.proven} />
      </section>
      <div className="mt-8 flex flex-wrap gap-x-6 gap-y-2">
        <ButtonLink look="plain" to={paths.order(order.id)}>
          {words.toOrder}
        </ButtonLink>
        <ButtonLink look="plain" to={paths.journal(own.sale_id)}>
          {words.toJournal}
        </ButtonLink>
      </div>
    </>
  )
}

function Waiting() {
  return (
    <div role="status" className="mt-8 flex max-w-2xl flex-col gap-4">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-12 w-full" />
      <div className="skeleton h-48 w-full" />
      <div className="skeleton h-12 w-56" />
    </div>
  )
}
