// Temporary: what other branches are about to land, typed by their contracts. Goes away with the generated types.
import type { components, paths as landed } from './schema'

type Money = components['schemas']['Money']
type Product = components['schemas']['Product']
type Order = components['schemas']['Order']
type Json<T> = { content: { 'application/json': T } }
type Op<P, B, R, S extends number = 200> = (B extends undefined ? { requestBody?: never } : { requestBody: Json<B> }) & {
  parameters: P
  responses: { [K in S]: Json<R> }
}
type None = { query?: never; header?: never; path?: never; cookie?: never }
export interface FacetValue { slug: string; name: string; count: number; selected: boolean }
export interface CategoryFacet extends FacetValue { parent_slug?: string | null }
export interface Facets {
  brands: FacetValue[]; regions: FacetValue[]; tags: FacetValue[]; categories: CategoryFacet[]
  price?: { min: Money; max: Money } | null
  weight?: { min_grams: number; max_grams: number } | null
  in_stock: number; on_sale: number
}
export interface ProductPage { items: Product[]; next_cursor?: string | null; corrected_q?: string | null; total?: number | null; facets?: Facets | null }
export interface Suggestion { kind: 'product' | 'brand' | 'category' | 'region' | 'tag'; slug: string; name: string; image?: { url: string; alt?: string } | null }
export interface ListQuery {
  q?: string; brand?: string; region?: string; category?: string; tag?: string
  price_min?: number; price_max?: number; weight_min?: number; weight_max?: number; in_stock?: boolean; on_sale?: boolean
  sort?: 'relevance' | 'newest' | 'best_selling' | 'price' | 'name' | 'weight'; order?: 'asc' | 'desc'; facets?: boolean; limit?: number; cursor?: string
}
export type paths = Omit<landed, '/api/v1/products'> & {
  '/api/v1/products': Omit<landed['/api/v1/products'], 'get'> & { get: Op<{ query?: ListQuery }, undefined, ProductPage> }
  '/api/v1/products/suggestions': { get: Op<{ query: { q: string; limit?: number } }, undefined, { items: Suggestion[] }> }
}
