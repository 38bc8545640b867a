import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { Order } from '@/api/types'
import { RequireSession } from '@/features/identity/RequireSession'
import { formatMoment, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { orders as ordersWords } from '@/texts/en/orders'
import { isPaymentOpen, isReleased } from './order-state'
import { type OrderFilter, ordersQuery } from './queries'

const filters: readonly OrderFilter[] = ['all', 'pending_payment', 'paid']

export function Component() {
  useTitle(ordersWords.title)
  const [search] = useSearchParams()
  const filter = filters.find((one) => one === search.get('status')) ?? 'all'
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{ordersWords.title}</h1>
      <RequireSession words={{ title: ordersWords.logIn, body: ordersWords.logInBody }} waiting={<ListWaiting />}>
        <nav aria-label={ordersWords.filter} className="mt-8 flex gap-2">
          {filters.map((one) => (
            <Link
              key={one}
              to={paths.orders(one === 'all' ? undefined : one)}
              aria-current={one === filter ? 'page' : undefined}
              className="inline-flex min-h-11 items-center rounded-control border border-line-strong px-4 font-medium hover:border-ink aria-[current=page]:border-transparent aria-[current=page]:bg-inverse aria-[current=page]:text-on-inverse"
            >
              {ordersWords[one]}
            </Link>
          ))}
        </nav>
        <OrderList filter={filter} />
      </RequireSession>
    </div>
  )
}

function OrderList({ filter }: { filter: OrderFilter }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(ordersQuery(filter))
  if (!data && error) {
    return (
      <div className="mt-8 max-w-2xl">
        <ProblemNotice error={error}>
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        </ProblemNotice>
      </div>
    )
  }
  if (!data) return <ListWaiting />
  const orders = data.pages.flatMap((page) => page.items)
  if (orders.length === 0) return <Empty filter={filter} />
  return (
    <>
      <ul className="mt-6 border-t border-line-strong">
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
      {hasNextPage && (
        <Button className="mt-6 w-full sm:w-auto" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? ordersWords.loadingMore : ordersWords.more}
        </Button>
      )}
    </>
  )
}

function OrderRow({ order }: { order: Order }) {
  const status = isPaymentOpen(order) ? 'authorized' : order.status
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-1 border-b border-line py-4 md:grid-cols-[2fr_1fr_11rem_7rem]">
      <div className="min-w-0">
        <Link to={paths.order(order.id)} className="font-semibold after:absolute after:inset-0 hover:underline hover:underline-offset-4">
          {order.lines.map((line) => texts.common.units(line.quantity, line.name)).join(', ')}
        </Link>
        <p className="figures text-sm text-ink-soft">{order.number}</p>
      </div>
      <p className="figures order-4 text-right text-sm text-ink-soft md:order-none md:text-left">{formatMoment(order.created_at)}</p>
      <p className="order-3 md:order-none">
        <Tag strong={status === 'pending_payment' && !isReleased(order)}>{ordersWords.orderStatus[status]}</Tag>
      </p>
      <p className="figures text-right font-bold">{formatMoney(order.total)}</p>
    </li>
  )
}

function Empty({ filter }: { filter: OrderFilter }) {
  return (
    <div className="mt-10 max-w-xl">
      <h2 className="heading">{filter === 'all' ? ordersWords.emptyTitle : ordersWords.emptyFiltered}</h2>
      {filter === 'all' && <p className="mt-2 text-lg text-ink-soft">{ordersWords.emptyBody}</p>}
      <ButtonLink to={filter === 'all' ? paths.products() : paths.orders()} look="strong" className="mt-6">
        {filter === 'all' ? texts.search.all : ordersWords.showAll}
      </ButtonLink>
    </div>
  )
}
