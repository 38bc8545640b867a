import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useRowKeys } from '@/shared/use-row-keys'

export interface Column<R> {
  readonly name: string
  readonly cell: (row: R) => ReactNode
  /** Figures, which line up at their end. */
  readonly end?: boolean
  /** Left out where the screen is narrower than that; what it says then belongs into the row's `below`. */
  readonly from?: 'md' | 'lg'
  /** Takes the room that the others leave. */
  readonly wide?: boolean
  /** For a column of controls: its name is for screen readers only, and its cells are not covered by the row's link. */
  readonly controls?: boolean
}

/** What pressing a row does: it leads to the row's page, or, where it has none, does something at once. */
type Opening<R> = { href: (row: R) => string; onOpen?: never } | { onOpen: (row: R) => void; href?: never }

type DataTableProps<R> = Opening<R> & {
  /** What the list is of. */
  label: string
  rows: readonly R[]
  keyOf: (row: R) => string
  /** The first column of text: what names the row. */
  title: Column<R>
  /** Under the title on a narrow screen, for the columns that are left out there. */
  below?: (row: R) => ReactNode
  /** Before the title. */
  leading?: Column<R>
  columns: readonly Column<R>[]
}

const shown = { md: 'max-md:hidden', lg: 'max-lg:hidden' }
const classOf = <R,>({ end, from, wide, controls }: Column<R>) =>
  `pr-4 last:pr-2 ${end ? 'text-right' : ''} ${from ? shown[from] : ''} ${wide ? 'w-1/2' : ''} ${controls ? 'relative z-1 w-px py-0.5 align-top' : 'py-2'}`

/** The whole row can be pressed, wherever nothing else stands over it. */
const opens = 'font-semibold -outline-offset-2 after:absolute after:inset-0 hover:underline hover:underline-offset-4'

/** A dense list: a real table, whose rows are walked by the arrow keys and opened with Enter. */
export function DataTable<R>({ label, rows, keyOf, href, onOpen, title, below, leading, columns }: DataTableProps<R>) {
  const body = useRowKeys<HTMLTableSectionElement>()
  const head = (column: Column<R>) => (
    <th key={column.name} scope="col" className={`${classOf(column)} ${column === title ? 'pl-2' : ''} font-semibold whitespace-nowrap`}>
      {column.controls ? <span className="sr-only">{column.name}</span> : column.name}
    </th>
  )
  const cell = (column: Column<R>, row: R) => (
    <td key={column.name} className={classOf(column)}>
      {column.cell(row)}
    </td>
  )
  return (
    <table className="figures mt-5 w-full text-left text-sm [&_:is(a,input)]:scroll-mt-16">
      <caption className="sr-only">{label}</caption>
      <thead className="text-xs text-ink-soft">
        <tr className="border-b border-line-strong">
          {leading && head(leading)}
          {head(title)}
          {columns.map(head)}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={`relative border-b border-line focus-within:bg-sunken hover:bg-sunken ${leading ? 'align-middle' : 'align-baseline'}`}>
            {leading && cell(leading, row)}
            <th scope="row" className={`${classOf(title)} pl-2 font-normal`}>
              {href ? (
                <Link to={href(row)} data-row className={opens}>
                  {title.cell(row)}
                </Link>
              ) : (
                <button type="button" data-row className={`${opens} text-left`} onClick={() => onOpen(row)}>
                  {title.cell(row)}
                </button>
              )}
              {below && <div className="mt-0.5 text-ink-soft md:hidden">{below(row)}</div>}
            </th>
            {columns.map((column) => cell(column, row))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
