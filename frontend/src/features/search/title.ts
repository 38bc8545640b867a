import type { Facets } from '@/api/types'
import { browse } from '@/texts/en/browse'
import { type Filters, type Group } from './filters'

/** What the address calls it until the shop has named it. */
function fromSlug(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')
}

/** The name of one choice. */
export function nameOf(group: Group, slug: string, facets: Facets | null | undefined): string {
  const known = { category: facets?.categories, brand: facets?.brands, region: facets?.regions, tag: facets?.tags }[group]
  return known?.find((value) => value.slug === slug)?.name ?? fromSlug(slug)
}

/** What the list is of: its words, else the one thing that was chosen first. */
export function titleOf(filters: Filters, facets: Facets | null | undefined): string {
  if (filters.q !== '') return browse.quoted(filters.q)
  for (const group of ['category', 'brand', 'region', 'tag'] as const) {
    const [only, ...others] = filters[group]
    if (only !== undefined && others.length === 0) return nameOf(group, only, facets)
  }
  if (filters.on_sale) return browse.onSaleTitle
  return browse.title
}
