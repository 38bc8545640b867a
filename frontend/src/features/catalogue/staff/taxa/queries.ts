import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { answered, staffClient } from '@/api/client'
import { ifMatch } from '@/api/if-match'
import type { Taxon, TaxonPage } from '@/api/types'
import { plurals, type Taxonomy } from './taxonomies'

/** More than this no page offers to choose from. */
const mostPages = 20

interface ListQuery {
  archived?: boolean
  limit: number
  cursor?: string
}

function listPage(kind: Taxonomy, query: ListQuery, signal: AbortSignal) {
  const params = { query }
  switch (kind) {
    case 'brand':
      return staffClient.GET('/api/v1/brands', { params, signal })
    case 'region':
      return staffClient.GET('/api/v1/regions', { params, signal })
    case 'category':
      return staffClient.GET('/api/v1/categories', { params, signal })
    case 'tag':
      return staffClient.GET('/api/v1/tags', { params, signal })
  }
}

/** A whole taxonomy, or what of it is archived: it is chosen from, and a tree has to be whole. */
export const taxaQuery = (kind: Taxonomy, archived = false) =>
  queryOptions({
    queryKey: ['staff', 'taxa', kind, archived],
    queryFn: async ({ signal }) => {
      const taxa: Taxon[] = []
      let cursor: string | null | undefined = null
      for (let page = 0; page < mostPages && cursor !== undefined; page += 1) {
        const found: TaxonPage = answered(await listPage(kind, { limit: 100, ...(archived && { archived }), ...(cursor !== null && { cursor }) }, signal))
        taxa.push(...found.items)
        cursor = found.next_cursor ?? undefined
      }
      return taxa
    },
    staleTime: 30_000,
  })

export const taxonQuery = (kind: Taxonomy, id: string) =>
  queryOptions({
    queryKey: ['staff', 'taxon', kind, id],
    queryFn: async ({ signal }) => answered(await getTaxon(kind, id, signal)),
    retry: false,
  })

function getTaxon(kind: Taxonomy, id: string, signal: AbortSignal) {
  switch (kind) {
    case 'brand':
      return staffClient.GET('/api/v1/brands/{brand}', { params: { path: { brand: id } }, signal })
    case 'region':
      return staffClient.GET('/api/v1/regions/{region}', { params: { path: { region: id } }, signal })
    case 'category':
      return staffClient.GET('/api/v1/categories/{category}', { params: { path: { category: id } }, signal })
    case 'tag':
      return staffClient.GET('/api/v1/tags/{tag}', { params: { path: { tag: id } }, signal })
  }
}

export interface NewTaxon {
  name: string
  slug: string
  description: string
  parent_id?: string | null
}

export async function createTaxon(kind: Taxonomy, body: NewTaxon, signal: AbortSignal): Promise<Taxon> {
  switch (kind) {
    case 'brand':
      return answered(await staffClient.POST('/api/v1/brands', { body, signal }))
    case 'region':
      return answered(await staffClient.POST('/api/v1/regions', { body, signal }))
    case 'category':
      return answered(await staffClient.POST('/api/v1/categories', { body, signal }))
    case 'tag':
      return answered(await staffClient.POST('/api/v1/tags', { body, signal }))
  }
}

export type TaxonChange = Partial<NewTaxon> & { archived?: boolean }

export async function changeTaxon(kind: Taxonomy, seen: Taxon, body: TaxonChange): Promise<Taxon> {
  const { id } = seen
  const header = ifMatch(seen)
  switch (kind) {
    case 'brand':
      return answered(await staffClient.PATCH('/api/v1/brands/{brand}', { params: { path: { brand: id }, header }, body }))
    case 'region':
      return answered(await staffClient.PATCH('/api/v1/regions/{region}', { params: { path: { region: id }, header }, body }))
    case 'category':
      return answered(await staffClient.PATCH('/api/v1/categories/{category}', { params: { path: { category: id }, header }, body }))
    case 'tag':
      return answered(await staffClient.PATCH('/api/v1/tags/{tag}', { params: { path: { tag: id }, header }, body }))
  }
}

/** The shop has answered what it is now: every page shall know, the shop's own among them. */
export function learnTaxon(queries: QueryClient, kind: Taxonomy, taxon: Taxon): void {
  queries.setQueryData(taxonQuery(kind, taxon.id).queryKey, taxon)
  for (const key of [['staff', 'taxa', kind], ['staff', 'products'], ['staff', 'product'], [plurals[kind]], ['products']]) void queries.invalidateQueries({ queryKey: key })
}
