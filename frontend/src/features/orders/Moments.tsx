import type { ReactNode } from 'react'
import { formatMomentWithSeconds } from '@/shared/format'

export interface Moment {
  readonly key: string
  readonly at: string
  readonly what: ReactNode
  /** Who did it, in words. */
  readonly by: string
  readonly note?: ReactNode
}

/** What happened, one after the other. The newest is last, as it was lived. */
export function Moments({ moments }: { moments: readonly Moment[] }) {
  const last = moments.length - 1
  return (
    <ol className="mt-4">
      {moments.map(({ key, at, what, by, note }, index) => (
        <li key={key} className="relative pb-6 pl-7 last:pb-0">
          {index < last && <span aria-hidden="true" className="absolute top-2 bottom-[-0.5rem] left-[5px] w-px bg-line-strong" />}
          <span
            aria-hidden="true"
            className={`absolute top-1.5 left-0 size-[11px] rounded-full border-2 border-ink ${index === last ? 'bg-inverse' : 'bg-page'}`}
          />
          <p className="leading-snug font-semibold">{what}</p>
          <p className="figures text-sm text-ink-soft">
            <time dateTime={at}>{formatMomentWithSeconds(at)}</time>, {by}
          </p>
          {note != null && <div className="mt-1 text-sm">{note}</div>}
        </li>
      ))}
    </ol>
  )
}
