import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OrderToPack } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatCount, formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { type Column, DataTable } from '@/shared/ui/DataTable'
import { PagedList } from '@/shared/ui/PagedList'
import { staffOrders } from '@/texts/en/staff-orders'
import { OrderNumber } from '../OrderNumber'
import { toSend, unitsToSend } from './actions'
import { packListQuery } from './queries'
import { PackSelection } from './PackSelection'
import { PackSlips } from './PackSlips'
import { itemsOf, nameOf } from './words'

export function Component() {
  const words = staffOrders.packList
  const query = useInfiniteQuery(packListQuery())
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  // What somebody else has packed meanwhile is not on the list any more, and so not selected either.
  const selected = rows.filter(({ order }) => ticked.has(order.id))
  const all = rows.length > 0 && selected.length === rows.length

  function tick(row: OrderToPack, on: boolean) {
    const next = new Set(ticked)
    if (on) next.add(row.order.id)
    else next.delete(row.order.id)
    setTicked(next)
  }
  const box: Column<OrderToPack> = {
    name: staffOrders.column.select,
    controls: true,
    cell: (row) => <Tick label={words.selectOne(row.order.number)} checked={ticked.has(row.order.id)} onChange={(on) => tick(row, on)} />,
  }

  return (
    <>
      <div className="print:hidden">
        <StaffPage
          title={words.title}
          lead={words.lead}
          actions={
            rows.length > 0 && (
              <Button look="chip" onClick={() => globalThis.print()}>
                {words.print}
              </Button>
            )
          }
        >
          <PackSelection
            selected={selected}
            selectAll={rows.length > 0 && <Tick label={words.selectAll} shown checked={all} some={selected.length > 0} onChange={(on) => setTicked(new Set(on ? rows.map(({ order }) => order.id) : []))} />}
            onPacked={() => setTicked(new Set())}
          />
          <PagedList query={query} more={words.more} empty={<Empty />}>
            {(list) => (
              <DataTable
                label={words.title}
                rows={list}
                keyOf={({ order }) => order.id}
                href={({ order }) => paths.staffOrder(order.id)}
                leading={box}
                title={number}
                below={(row) => (
                  <>
                    <span className="block text-ink">{itemsOf({ lines: toSend(row.order) })}</span>
                    <span className="block [overflow-wrap:anywhere]">{nameOf(row.customer)}</span>
                    <span className="block">{formatMoment(row.paid_at)}</span>
                  </>
                )}
                columns={columns}
              />
            )}
          </PagedList>
        </StaffPage>
      </div>
      <PackSlips rows={selected.length > 0 ? selected : rows} />
    </>
  )
}

const { column } = staffOrders
const number: Column<OrderToPack> = { name: column.number, cell: ({ order }) => <OrderNumber number={order.number} /> }
const columns: readonly Column<OrderToPack>[] = [
  { name: column.items, from: 'md', wide: true, cell: ({ order }) => itemsOf({ lines: toSend(order) }) },
  { name: staffOrders.order.units, end: true, cell: ({ order }) => formatCount(unitsToSend(order)) },
  { name: column.customer, from: 'md', cell: ({ customer }) => <span className="[overflow-wrap:anywhere] text-ink-soft">{nameOf(customer)}</span> },
  { name: column.paid, from: 'md', cell: ({ paid_at }) => <span className="whitespace-nowrap">{formatMoment(paid_at)}</span> },
]

interface TickProps {
  label: string
  /** The label is read as well as heard. */
  shown?: boolean
  checked: boolean
  /** Some of those that it stands for are. */
  some?: boolean
  onChange: (on: boolean) => void
}

function Tick({ label, shown = false, checked, some = false, onChange }: TickProps) {
  return (
    <label className="inline-flex min-h-8 min-w-8 cursor-pointer items-center gap-2.5 pointer-coarse:min-h-11 pointer-coarse:min-w-11">
      <input
        type="checkbox"
        className="size-4.5 shrink-0 accent-(--ink)"
        checked={checked}
        ref={(input) => {
          if (input) input.indeterminate = some && !checked
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={shown ? 'text-sm font-medium' : 'sr-only'}>{label}</span>
    </label>
  )
}

function Empty() {
  return (
    <div className="mt-8">
      <h2 className="text-lg font-semibold">{staffOrders.packList.empty}</h2>
      <p className="mt-1 text-ink-soft">{staffOrders.packList.emptyBody}</p>
    </div>
  )
}
