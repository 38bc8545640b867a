import type { ReactNode } from 'react'

interface TagProps {
  strong?: boolean
  /** For pictures, where an outline would be lost. */
  solid?: boolean
  children: ReactNode
}

/** The state of a thing, in words; weight rather than colour says which states are open. */
export function Tag({ strong = false, solid = false, children }: TagProps) {
  const look = strong ? 'bg-inverse text-on-inverse' : solid ? 'bg-surface text-ink' : 'border border-line-strong text-ink'
  return <span className={`figures inline-flex h-6 items-center rounded-plate px-2 text-xs font-semibold whitespace-nowrap ${look}`}>{children}</span>
}
