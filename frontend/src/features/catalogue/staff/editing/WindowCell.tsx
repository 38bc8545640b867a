import { formatMoment } from '@/shared/format'
import { Tag } from '@/shared/ui/Tag'
import { editing } from '@/texts/en/staff-editing'
import type { WindowState } from './window'

interface WindowCellProps {
  starts_at: string
  ends_at?: string | null | undefined
  className?: string
}

/** From when until when, in a row. */
export function WindowCell({ starts_at, ends_at, className = '' }: WindowCellProps) {
  return (
    <p className={`figures text-ink-soft ${className}`}>
      {ends_at == null ? editing.window.since(formatMoment(starts_at)) : editing.window.between(formatMoment(starts_at), formatMoment(ends_at))}
    </p>
  )
}

export function StateTag({ state, names }: { state: WindowState; names: Readonly<Record<WindowState, string>> }) {
  return <Tag strong={state === 'on'}>{names[state]}</Tag>
}
