import { useInfiniteQuery } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'
import type { StaffOrderRow } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatMoment, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { type Column, DataTable } from '@/shared/ui/DataTable'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { DayInput } from '@/shared/ui/DayInput'
import { ListSearch } from '@/shared/ui/ListSearch'
import { PagedList } from '@/shared/ui/PagedList'
import { useFilters } from '@/shared/use-filters'
import { staffOrders } from '@/texts/en/staff-orders'
import { OrderNumber } from '../OrderNumber'
import { filterNames, type OrderFilters, searchOf, views } from './order-filters'
import { StatusTag } from './StatusTag'
import { staffOrdersQuery } from './queries'
import { itemsOf, nameOf } from './words'

export function Component() {
  const [filters, change] = useFilters(filterNames)
  const query = useInfiniteQuery(staffOrdersQuery(searchOf(filters)))
  const odd = filters.q !== '' && asProblem(query.error).code === 'validation'
  const none = Object.values(filters).every((value) => value === '')
  return (
    <StaffPage title={staffOrders.title}>
      <div className="mt-5 flex flex-wrap items-start gap-x-4 gap-y-3">
        <ListSearch whole label={staffOrders.search} value={filters.q} error={odd ? staffOrders.searchOdd : undefined} onSearch={(q) => change({ q })} />
        <DayInput label={staffOrders.from} value={filters.from} onChange={(from) => change({ from }, { replace: true })} />
        <DayInput label={staffOrders.to} value={filters.to} onChange={(to) => change({ to }, { replace: true })} />
      </div>
      <FilterLinks
        label={staffOrders.views}
        options={views.map((view) => ({ to: addressOf({ ...filters, status: view }), name: staffOrders.view[view], current: view === filters.status }))}
      />
      {filters.sale_id !== '' && (
        <p className="mt-4 flex flex-wrap items-center gap-x-4">
          {staffOrders.ofSale}
          <Button look="plain" onClick={() => change({ sale_id: '' })}>
            {staffOrders.ofAllSales}
          </Button>
        </p>
      )}
      {!odd && (
        <PagedList query={query} more={staffOrders.more} empty={<Empty onClear={none ? undefined : () => change({ q: '', status: '', from: '', to: '', sale_id: '' })} />}>
          {(rows) => (
            <DataTable
              label={staffOrders.title}
              rows={rows}
              keyOf={({ order }) => order.id}
              href={({ order }) => paths.staffOrder(order.id)}
              title={number}
              below={(row) => (
                <>
                  <span className="block [overflow-wrap:anywhere] text-ink">{nameOf(row.customer)}</span>
                  <span className="block">{itemsOf(row.order)}</span>
                  <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
                    <StatusTag order={row.order} />
                    {formatMoment(row.order.created_at)}
                  </span>
                </>
              )}
              columns={columns}
            />
          )}
        </PagedList>
      )}
    </StaffPage>
  )
}

function addressOf(filters: OrderFilters): string {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '')).toString()
  return paths.staffOrders(search)
}

const { column } = staffOrders
const number: Column<StaffOrderRow> = { name: column.number, cell: ({ order }) => <OrderNumber number={order.number} /> }
const columns: readonly Column<StaffOrderRow>[] = [
  { name: column.customer, from: 'md', cell: ({ customer }) => <span className="[overflow-wrap:anywhere]">{nameOf(customer)}</span> },
  { name: column.items, from: 'md', wide: true, cell: ({ order }) => <span className="text-ink-soft">{itemsOf(order)}</span> },
  { name: column.placed, from: 'md', cell: ({ order }) => <span className="whitespace-nowrap">{formatMoment(order.created_at)}</span> },
  { name: column.total, end: true, cell: ({ order }) => <span className="font-semibold">{formatMoney(order.total)}</span> },
  { name: column.status, from: 'md', cell: ({ order }) => <StatusTag order={order} /> },
]

function Empty({ onClear }: { onClear: (() => void) | undefined }) {
  return (
    <div className="mt-8 max-w-xl">
      <h2 className="text-lg font-semibold">{staffOrders.emptyTitle}</h2>
      {onClear && (
        <>
          <p className="mt-1 text-ink-soft">{staffOrders.emptyBody}</p>
          <Button className="mt-4" onClick={onClear}>
            {staffOrders.clear}
          </Button>
        </>
      )}
    </div>
  )
}
