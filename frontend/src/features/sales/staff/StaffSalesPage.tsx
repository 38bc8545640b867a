import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Sale } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatCount, formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useRowKeys } from '@/shared/use-row-keys'
import { texts } from '@/texts/en'
import { staff } from '@/texts/en/staff'
import { arrange } from '../arrange'
import { salesQuery } from '../queries'

export function Component() {
  return (
    <StaffPage title={staff.sales}>
      <SaleList />
    </StaffPage>
  )
}

function SaleList() {
  const rows = useRowKeys<HTMLUListElement>()
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
  if (data.items.length === 0) return <h2 className="mt-8 text-lg font-semibold">{staff.list.empty}</h2>
  return (
    <>
      {error && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      <ul ref={rows} className="mt-6 border-t border-line-strong">
        {[...open, ...upcoming, ...over].map((sale) => (
          <SaleRow key={sale.id} sale={sale} />
        ))}
      </ul>
    </>
  )
}

function SaleRow({ sale }: { sale: Sale }) {
  const { list } = staff
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-1 border-b border-line py-3 md:grid-cols-[2fr_1fr_1.4fr_7rem]">
      <div className="min-w-0">
        <Link to={paths.staffSale(sale.id)} data-row className="font-semibold after:absolute after:inset-0 hover:underline hover:underline-offset-4">
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
