import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Sale } from '@/api/types'
import { formatCount, formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { arrange } from '../arrange'
import { salesQuery } from '../queries'
import { RequireStaff } from './RequireStaff'

export function Component() {
  useTitle(texts.staff.sales)
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{texts.staff.sales}</h1>
      <RequireStaff waiting={<ListWaiting />}>
        <SaleList />
      </RequireStaff>
    </div>
  )
}

function SaleList() {
  const { data, error, refetch } = useQuery(salesQuery())
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
  const { open, upcoming, over } = arrange(data.items)
  if (data.items.length === 0) return <h2 className="mt-10 heading">{texts.staff.list.empty}</h2>
  return (
    <>
      {error && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      <ul className="mt-8 border-t border-line-strong">
        {[...open, ...upcoming, ...over].map((sale) => (
          <SaleRow key={sale.id} sale={sale} />
        ))}
      </ul>
    </>
  )
}

function SaleRow({ sale }: { sale: Sale }) {
  const { list } = texts.staff
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-1 border-b border-line py-4 md:grid-cols-[2fr_1fr_1.4fr_7rem]">
      <div className="min-w-0">
        <Link to={paths.staffSale(sale.id)} className="font-semibold after:absolute after:inset-0 hover:underline hover:underline-offset-4">
          {sale.title}
        </Link>
        {!sale.title.includes(sale.product.name) && <p className="text-sm text-ink-soft">{sale.product.name}</p>}
      </div>
      <p className="figures order-3 font-medium md:order-none">{list.left(formatCount(sale.remaining), formatCount(sale.allocated))}</p>
      <p className="figures order-4 col-span-2 text-sm text-ink-soft md:order-none md:col-span-1">
        {list.window(formatMoment(sale.starts_at), formatMoment(sale.ends_at))}
      </p>
      <p className="text-right">
        <Tag strong={sale.status === 'live'}>{texts.sales.saleStatus[sale.status]}</Tag>
      </p>
    </li>
  )
}
