import type { ReactNode } from 'react'

/** One field as both versions of a record are compared by it. */
export interface Facet<V> {
  readonly name: keyof V & string
  readonly label: string
  /** Its value in words. */
  readonly show: (values: V) => ReactNode
}

/** A field in which the shop's version and one's own are not the same. */
export interface Difference<V> extends Facet<V> {
  /** Who has changed it since the version that the form was filled with. */
  readonly by: 'them' | 'me' | 'both'
}

export type Side = 'theirs' | 'mine'

/** Values are texts, numbers and lists of such: equal when they are written alike. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The fields that have to be decided, in the order of the form. */
export function differences<V>(facets: readonly Facet<V>[], base: V, theirs: V, mine: V): Difference<V>[] {
  return facets
    .filter(({ name }) => !same(theirs[name], mine[name]))
    .map((facet) => {
      const changed = (values: V) => !same(base[facet.name], values[facet.name])
      return { ...facet, by: changed(mine) ? (changed(theirs) ? 'both' : 'me') : 'them' }
    })
}

/** What one has not touched follows the others; what one has typed stays until one says otherwise. */
export function proposed<V>({ by }: Difference<V>): Side {
  return by === 'them' ? 'theirs' : 'mine'
}

/** The shop's version, with one's own values where one has decided for them. */
export function merged<V extends object>(theirs: V, mine: V, decided: readonly { name: keyof V; side: Side }[]): V {
  const kept = decided.filter(({ side }) => side === 'mine').map(({ name }) => [name, mine[name]])
  return { ...theirs, ...(Object.fromEntries(kept) as Partial<V>) }
}

/** What differs from what was seen: only that is sent, and everything else stays as it is. */
export function changedFields<V extends object>(base: V, values: V): Partial<V> {
  const changed = Object.entries(values).filter(([name, value]) => !same(value, base[name as keyof V]))
  return Object.fromEntries(changed) as Partial<V>
}
