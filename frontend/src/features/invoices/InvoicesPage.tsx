import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Invoice } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatDay, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { type Column, DataTable } from '@/shared/ui/DataTable'
import { DayInput } from '@/shared/ui/DayInput'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { ListSearch } from '@/shared/ui/ListSearch'
import { ProblemNotice } from '@/shared/ui/Notice'
import { PagedList } from '@/shared/ui/PagedList'
import { Tag } from '@/shared/ui/Tag'
import { useFilters } from '@/shared/use-filters'
import { staffInvoices as words } from '@/texts/en/staff-invoices'
import { OrderNumber } from '../orders/OrderNumber'
import { ExportInvoices } from './ExportInvoices'
import { filterNames, type InvoiceFilters, kinds, periods, searchOf } from './invoice-filters'
import { openInvoice } from './open-invoice'
import { invoicesQuery } from './queries'

export function Component() {
  const [filters, change] = useFilters(filterNames)
  const [opened] = useState(() => new Date())
  const query = useInfiniteQuery(invoicesQuery(searchOf(filters)))
  const odd = filters.number !== '' && asProblem(query.error).code === 'validation'
  const none = Object.values(filters).every((value) => value === '')
  const open = useMutation({
    mutationFn: ({ kind, number, order_id, order_number }: Invoice) => openInvoice({ id: order_id, number: order_number }, kind === 'invoice' ? null : number),
  })
  return (
    <StaffPage title={words.title} lead={words.lead}>
      <div className="mt-5 flex flex-wrap items-start gap-x-4 gap-y-3">
        <ListSearch whole label={words.search} value={filters.number} error={odd ? words.searchOdd : undefined} onSearch={(number) => change({ number })} />
        <DayInput label={words.from} value={filters.from} onChange={(from) => change({ from }, { replace: true })} />
        <DayInput label={words.to} value={filters.to} onChange={(to) => change({ to }, { replace: true })} />
      </div>
      <div className="flex flex-wrap gap-x-8">
        <FilterLinks
          label={words.filter}
          options={kinds.map((kind) => ({ to: addressOf({ ...filters, kind }), name: words.kinds[kind], current: kind === filters.kind }))}
        />
        <FilterLinks
          label={words.period}
          options={periods(opened).map(({ name, from, to }) => ({ to: addressOf({ ...filters, from, to }), name, current: from === filters.from && to === filters.to }))}
        />
      </div>
      <ExportInvoices filters={filters} />
      <div role="alert" className="mt-5 max-w-2xl empty:hidden">
        {open.error && <ProblemNotice error={open.error} level={2} />}
      </div>
      {!odd && (
        <PagedList query={query} more={words.more} empty={<Empty onClear={none ? undefined : () => change({ number: '', kind: '', from: '', to: '' })} />}>
          {(rows) => (
            <DataTable
              label={words.title}
              rows={rows}
              keyOf={(row) => row.number}
              // A second tab of the same page helps nobody.
              onOpen={(row) => !open.isPending && open.mutate(row)}
              title={number}
              below={(row) => (
                <>
                  <span className="block">
                    <OrderLink row={row} />
                  </span>
                  <span className="flex flex-wrap items-center gap-x-3">
                    <Kind row={row} />
                    {formatDay(dayOf(row))}
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

function addressOf(filters: InvoiceFilters): string {
  return paths.staffInvoices(new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '')).toString())
}

/** The day that stands on it, which is a day of the shop and not of the reader. */
const dayOf = ({ issued_on }: Invoice) => `${issued_on}T00:00`

const { column } = words
const number: Column<Invoice> = { name: column.number, cell: (row) => row.number }
const columns: readonly Column<Invoice>[] = [
  { name: column.kind, from: 'md', cell: (row) => <Kind row={row} /> },
  { name: column.issued, from: 'md', cell: (row) => <span className="whitespace-nowrap">{formatDay(dayOf(row))}</span> },
  { name: column.order, from: 'md', cell: (row) => <OrderLink row={row} /> },
  { name: column.buyer, from: 'lg', cell: ({ buyer }) => <span className="text-ink-soft [overflow-wrap:anywhere]">{buyer.name ?? buyer.email}</span> },
  { name: column.total, end: true, cell: (row) => <Total row={row} /> },
]

function Kind({ row: { kind, void: isVoid } }: { row: Invoice }) {
  return <Tag strong={kind === 'credit_note' && !isVoid}>{isVoid ? words.void : words.kind[kind]}</Tag>
}

function OrderLink({ row: { order_id, order_number } }: { row: Invoice }) {
  return (
    <Link className="relative z-1 link inline-flex min-h-6 items-center pointer-coarse:min-h-11" to={paths.staffOrder(order_id)}>
      <OrderNumber number={order_number} />
    </Link>
  )
}

/** What a credit note is about goes back. One that is void takes nothing back after all. */
function Total({ row: { kind, void: isVoid, total } }: { row: Invoice }) {
  if (isVoid) return <s className="whitespace-nowrap text-ink-soft">−{formatMoney(total)}</s>
  return (
    <span className="font-semibold whitespace-nowrap">
      {kind === 'credit_note' && '−'}
      {formatMoney(total)}
    </span>
  )
}

function Empty({ onClear }: { onClear: (() => void) | undefined }) {
  return (
    <div className="mt-8 max-w-xl">
      <h2 className="text-lg font-semibold">{onClear ? words.emptyFiltered : words.empty}</h2>
      <p className="mt-1 text-ink-soft">{onClear ? words.emptyFilteredBody : words.emptyBody}</p>
      {onClear && (
        <Button className="mt-4" onClick={onClear}>
          {words.clear}
        </Button>
      )}
    </div>
  )
}
