import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useRowKeys } from '@/shared/use-row-keys'

/** Rows to go through by the arrows; each opens beside the list. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  const list = useRowKeys<HTMLUListElement>()
  return (
    <ul ref={list} aria-label={label} className="mt-4 border-t border-line-strong text-sm">
      {children}
    </ul>
  )
}

interface RowProps {
  /** What opens it, in the address. */
  id: string
  to: string
  current: boolean
  name: ReactNode
  /** Under its name, small. */
  about?: ReactNode
  /** Before its name: a picture, or the steps down to it in a tree. */
  lead?: ReactNode
  /** Where the columns of what else is said stand, when there is room. */
  columns?: string
  children?: ReactNode
}

/** One thing of a list: its name opens it, and the whole row is the name's target. */
export function Row({ id, to, current, name, about, lead, columns = '@2xl:grid-cols-[minmax(0,1fr)_auto]', children }: RowProps) {
  return (
    <li className={`relative grid items-center gap-x-5 gap-y-1 border-b border-line px-2 py-2 focus-within:bg-sunken hover:bg-sunken has-[a[aria-current]]:bg-sunken ${columns}`}>
      <div className="flex min-w-0 items-center gap-3">
        {lead}
        <div className="min-w-0 py-0.5">
          <Link
            to={to}
            data-row={id}
            preventScrollReset
            aria-current={current || undefined}
            className="font-semibold -outline-offset-2 [overflow-wrap:anywhere] after:absolute after:inset-0 hover:underline hover:underline-offset-4"
          >
            {name}
          </Link>
          {about !== undefined && <div className="text-ink-soft">{about}</div>}
        </div>
      </div>
      {children}
    </li>
  )
}
