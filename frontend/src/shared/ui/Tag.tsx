import type { ReactNode } from 'react'

/** The state of a thing, in words; weight rather than colour says which states are open. */
export function Tag({ strong = false, children }: { strong?: boolean; children: ReactNode }) {
  const look = strong ? 'bg-inverse text-on-inverse' : 'border border-line-strong text-ink'
  return <span className={`inline-flex h-6 items-center rounded-plate px-2 text-xs font-semibold whitespace-nowrap ${look}`}>{children}</span>
}
