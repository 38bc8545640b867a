import { session } from '@/api/session'
import { readStored, writeStored } from '@/shared/stored'

const storage = () => globalThis.sessionStorage
/** Whoever logs in here next has drafts of their own. */
const place = (name: string) => `doorbuster.staff.${session.getState().user?.id ?? ''}.${name}`

/** What somebody has typed and not saved yet. It survives a reload of this tab, a look at another page, and logging in again. */
export function readDraft(name: string): object | null {
  try {
    const stored: unknown = JSON.parse(readStored(storage, place(name)) ?? 'null')
    return typeof stored === 'object' ? stored : null
  } catch {
    return null
  }
}

export function keepDraft(name: string, draft: object | null): void {
  writeStored(storage, place(name), draft === null ? null : JSON.stringify(draft))
}
