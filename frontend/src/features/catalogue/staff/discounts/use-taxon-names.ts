import { useQueries } from '@tanstack/react-query'
import { taxaQuery } from '../taxa/queries'
import { taxonomies, type Taxonomy } from '../taxa/taxonomies'

export interface NamedTaxon {
  readonly kind: Taxonomy
  readonly name: string
}

const parts = taxonomies.flatMap((kind) => [false, true].map((archived) => ({ kind, archived })))

/** What is filed under what, by id: discounts only name ids. What is archived keeps its name. */
export function useTaxonNames(): ReadonlyMap<string, NamedTaxon> {
  return useQueries({
    queries: parts.map(({ kind, archived }) => taxaQuery(kind, archived)),
    combine: (found) => new Map(found.flatMap(({ data }, place) => (data ?? []).map(({ id, name }) => [id, { kind: parts[place]?.kind ?? 'tag', name }] as const))),
  })
}
