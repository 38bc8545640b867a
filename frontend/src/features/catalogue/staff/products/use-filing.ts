import { useQuery } from '@tanstack/react-query'
import type { Product, TaxonRef } from '@/api/types'
import { taxaQuery } from '../taxa/queries'
import { treeOf, wayTo } from '../taxa/tree'

/** Something that a product can be filed under. */
export interface Choice {
  readonly id: string
  readonly name: string
}

export interface Filing {
  readonly brands: readonly Choice[]
  readonly regions: readonly Choice[]
  /** In the order of the tree, named by the way to each. */
  readonly categories: readonly Choice[]
  readonly tags: readonly Choice[]
}

/** What there is to choose from; whatever the product has already stays among it, archived or not. */
export function useFiling(product: Product | null): Filing {
  const { data: brands = [] } = useQuery(taxaQuery('brand'))
  const { data: regions = [] } = useQuery(taxaQuery('region'))
  const { data: categories = [] } = useQuery(taxaQuery('category'))
  const { data: tags = [] } = useQuery(taxaQuery('tag'))
  return {
    brands: withOwn(brands, product?.brand),
    regions: withOwn(regions, product?.region),
    categories: withOwn(
      treeOf(categories).map((placed) => ({ id: placed.taxon.id, name: wayTo(placed) })),
      product?.category,
    ),
    tags: (product?.tags ?? []).reduce(withOwn, tags),
  }
}

function withOwn(choices: readonly Choice[], own: TaxonRef | null | undefined): readonly Choice[] {
  return own == null || choices.some(({ id }) => id === own.id) ? choices : [...choices, own]
}
