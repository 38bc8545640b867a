import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { ButtonLink } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { editing } from '@/texts/en/staff-editing'

/** Something of a list that is opened, by its address: one of its things, or the form for a new one. */
export const newOne = 'new'

/** What of the list is open, and the addresses around it: everything else of the address stays. */
export function useOpened() {
  const [search] = useSearchParams()
  const { pathname } = useLocation()
  const opened = search.get('open')
  const at = (open: string | null, changes: Record<string, string | null> = {}) => {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries({ ...changes, open })) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return next.size === 0 ? pathname : `${pathname}?${next.toString()}`
  }
  return { opened, search, at }
}

interface ListPageProps {
  title: string
  lead: string
  /** On the way to the form for a new one, and over it. */
  create: string
  fresh: ReactNode
  list: ReactNode
  /** One of them, by its id: its name, and the thing itself. */
  one: (id: string) => { title: ReactNode; content: ReactNode }
}

/** A list, and what of it is open: beside it where there is room, and instead of it where there is none. */
export function ListPage({ title, lead, create, fresh, list, one }: ListPageProps) {
  const { opened, at } = useOpened()
  const open = opened === null ? null : opened === newOne ? { title: create, content: fresh } : one(opened)
  return (
    <StaffPage
      title={title}
      lead={<span className={open ? 'max-lg:hidden' : undefined}>{lead}</span>}
      actions={
        opened !== newOne && (
          <ButtonLink look="strong" to={at(newOne)} preventScrollReset className={open ? 'max-lg:hidden' : ''}>
            {create}
          </ButtonLink>
        )
      }
    >
      <div className={open ? 'list-and-one' : undefined}>
        <div className={`@container min-w-0 ${open ? 'max-lg:hidden' : ''}`}>{list}</div>
        {open && (
          <One key={opened} title={open.title}>
            {open.content}
          </One>
        )}
      </div>
    </StaffPage>
  )
}

function One({ title, children }: { title: ReactNode; children: ReactNode }) {
  const { at, opened } = useOpened()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
    // Whoever closes it comes back to the row that it was opened from.
    return () => {
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(opened ?? '')}"]`)?.focus())
    }
  }, [opened])
  return (
    <section className="beside-list @container mt-5 min-w-0">
      <header className="flex items-start justify-between gap-4">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 pt-1.5 text-xl font-bold tracking-tight break-words">
          {title}
        </h2>
        <Link to={at(null)} preventScrollReset className="inline-grid size-11 shrink-0 place-items-center rounded-control hover:bg-sunken" aria-label={editing.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="mt-4">{children}</div>
    </section>
  )
}
