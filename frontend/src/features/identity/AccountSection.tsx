import { type ReactNode, type Ref, useId } from 'react'

interface AccountSectionProps {
  title: string
  lead: string
  /** Where the focus goes when what had it is gone. */
  heading?: Ref<HTMLHeadingElement>
  children: ReactNode
}

/** One subject of the account: what it is at the side, what one can do about it in the middle. */
export function AccountSection({ title, lead, heading, children }: AccountSectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-x-16 gap-y-6 border-t border-line-strong py-10 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
      <div>
        <h2 id={id} ref={heading} tabIndex={heading ? -1 : undefined} className="heading">
          {title}
        </h2>
        <p className="mt-2 max-w-xl text-ink-soft">{lead}</p>
      </div>
      <div className="max-w-2xl">{children}</div>
    </section>
  )
}
