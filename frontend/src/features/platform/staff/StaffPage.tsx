import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTitle } from '@/shared/use-title'

interface StaffPageProps {
  title: string
  /** The title as it is shown, where that is more than its words. */
  heading?: ReactNode
  /** Right after the title: a state, a way to copy it. */
  beside?: ReactNode
  /** One sentence, where the title alone would leave a question. */
  lead?: ReactNode
  /** The list that this page was opened from. */
  back?: { to: string; name: string }
  /** What can be done with all of it. */
  actions?: ReactNode
  children: ReactNode
}

/** A page of the back office: where one is, what can be done, and then the thing itself, without ceremony. */
export function StaffPage({ title, heading = title, beside, lead, back, actions, children }: StaffPageProps) {
  useTitle(title)
  return (
    <>
      {back && (
        <p className="-mt-2 print:hidden">
          <Link to={back.to} className="inline-flex min-h-9 items-center text-sm link max-lg:min-h-11">
            {back.name}
          </Link>
        </p>
      )}
      <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl leading-tight font-extrabold tracking-tight [overflow-wrap:anywhere] sm:text-2xl">{heading}</h1>
            {beside}
          </div>
          {lead !== undefined && <p className="mt-1.5 max-w-(--measure) text-ink-soft">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-3 print:hidden">{actions}</div>}
      </header>
      {children}
    </>
  )
}
