import { readStored, writeStored } from '@/shared/stored'

const session = () => globalThis.sessionStorage
const place = (name: string) => `doorbuster.staff.${name}`

/** What somebody has typed and not saved yet. It survives a reload of this tab and a look at another page. */
export function readDraft(name: string): object | null {
  try {
    const stored: unknown = JSON.parse(readStored(session, place(name)) ?? 'null')
    return typeof stored === 'object' ? stored : null
  } catch {
    return null
  }
}

export function keepDraft(name: string, draft: object | null): void {
  writeStored(session, place(name), draft === null ? null : JSON.stringify(draft))
}
