import { fromLocalInput, toLocalInput } from '@/features/sales/staff/local-time'
import { editing } from '@/texts/en/staff-editing'

/** Something that is in force from one moment to before another. */
export interface Windowed {
  readonly starts_at: string
  readonly ends_at?: string | null | undefined
  readonly archived: boolean
}

export const windowStates = ['on', 'coming', 'over', 'archived'] as const
export type WindowState = (typeof windowStates)[number]

export function stateOf({ starts_at, ends_at, archived }: Windowed, now: number): WindowState {
  if (archived) return 'archived'
  if (now < Date.parse(starts_at)) return 'coming'
  return ends_at != null && now >= Date.parse(ends_at) ? 'over' : 'on'
}

/** What a form holds of it: both in the time of this device. */
export interface WindowValues {
  starts_at: string
  ends_at: string
}

export function windowOf({ starts_at, ends_at }: Omit<Windowed, 'archived'>): WindowValues {
  return { starts_at: toLocalInput(starts_at), ends_at: ends_at == null ? '' : toLocalInput(ends_at) }
}

const day = 24 * 3_600_000

/** From now, for some days, to the minute. */
export function windowFromNow(days: number | null): WindowValues {
  const now = Math.floor(Date.now() / 60_000) * 60_000
  return windowOf({ starts_at: new Date(now).toISOString(), ends_at: days === null ? null : new Date(now + days * day).toISOString() })
}

interface WindowRules {
  /** Whether it may be without an end. */
  endless?: boolean
  mostDays?: number
}

/** What can be seen without asking the shop. */
export function checkWindow({ starts_at, ends_at }: WindowValues, { endless = false, mostDays = Infinity }: WindowRules) {
  const start = fromLocalInput(starts_at)
  const end = fromLocalInput(ends_at)
  const length = start === null || end === null ? null : Date.parse(end) - Date.parse(start)
  const words = editing.window
  return {
    ...(start === null && { starts_at: words.missing }),
    ...(end === null && !(endless && ends_at === '') && { ends_at: words.missing }),
    ...(length !== null && length <= 0 && { ends_at: words.reversed }),
    ...(length !== null && length > mostDays * day && { ends_at: words.tooLong(mostDays) }),
  }
}

/** A moment that was typed, as the shop takes it. */
export function momentOf(text: string): string {
  return fromLocalInput(text) ?? ''
}
