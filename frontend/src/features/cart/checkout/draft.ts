import type { NewAddress, ShippingMethod } from '@/api/types'
import { readStored, writeStored } from '@/shared/stored'

/** What has been filled in so far. It survives a reload of this tab, and nobody who sits down later finds it. */
export interface Draft {
  /** Of a visitor without an account; an account has its own. */
  readonly email: string | null
  readonly address: NewAddress | null
  /** When the address is one of the account's book. */
  readonly addressId: string | null
  readonly method: ShippingMethod | null
}

export const steps = ['address', 'shipping', 'payment'] as const
export type Step = (typeof steps)[number]

const name = 'doorbuster.checkout'
const session = () => globalThis.sessionStorage
export const emptyDraft: Draft = { email: null, address: null, addressId: null, method: null }

export function readDraft(): Draft {
  try {
    return { ...emptyDraft, ...(JSON.parse(readStored(session, name) ?? '{}') as Partial<Draft>) }
  } catch {
    return emptyDraft
  }
}

export function saveDraft(change: Partial<Draft>): Draft {
  const draft = { ...readDraft(), ...change }
  writeStored(session, name, JSON.stringify(draft))
  return draft
}

export function forgetDraft(): void {
  writeStored(session, name, null)
}

/** The first step that still lacks something: nobody gets past it by an address that they kept. */
export function firstOpen(draft: Draft, signedIn: boolean): Step {
  if (draft.address === null || (!signedIn && draft.email === null)) return 'address'
  return draft.method === null ? 'shipping' : 'payment'
}

/** Whether a step may be shown: what comes before it is filled in. */
export function isReachable(step: Step, draft: Draft, signedIn: boolean): boolean {
  return steps.indexOf(step) <= steps.indexOf(firstOpen(draft, signedIn))
}
