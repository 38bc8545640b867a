/** In which order the navigation shows them. */
export const sections = ['selling', 'catalogue', 'customers', 'connections'] as const
export type Section = (typeof sections)[number]

/** A page of the back office that its navigation leads to. */
export interface Place {
  readonly to: string
  readonly name: string
  readonly section: Section
  /** Shown to admins only: nobody else may do there what it is for. */
  readonly adminOnly: boolean
}

/** Whether an address is the place, or one of the pages below it. */
export function isWithin(place: string, pathname: string): boolean {
  return pathname === place || pathname.startsWith(`${place}/`)
}
