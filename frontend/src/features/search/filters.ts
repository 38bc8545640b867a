/** The groups in which one may choose several: any of a group, all of the groups. */
export const groups = ['category', 'brand', 'region', 'tag'] as const
export type Group = (typeof groups)[number]

/** Ends of a range: cents, and grams. */
export const ranges = ['price_min', 'price_max', 'weight_min', 'weight_max'] as const
export type RangeEnd = (typeof ranges)[number]

export const switches = ['in_stock', 'on_sale'] as const
export type Switch = (typeof switches)[number]

/** Every order that makes sense to somebody who shops; what the shop is asked for stands in `sorting`. */
export const sorts = ['relevance', 'newest', 'best_selling', 'price', 'price_desc', 'name', 'weight'] as const
export type Sort = (typeof sorts)[number]

/** What is looked for. The address of the page holds all of it, so that back, reload and a shared link show the same. */
export interface Filters extends Record<Group, readonly string[]>, Record<RangeEnd, number | null>, Record<Switch, boolean> {
  readonly q: string
  /** Null: as the shop sorts when it is not told, by relevance for words and else newest first. */
  readonly sort: Sort | null
  /** How many pages are shown, one below the other. */
  readonly page: number
}

const longestQuery = 200
const mostPages = 50

export const noFilters: Filters = {
  q: '',
  category: [],
  brand: [],
  region: [],
  tag: [],
  price_min: null,
  price_max: null,
  weight_min: null,
  weight_max: null,
  in_stock: false,
  on_sale: false,
  sort: null,
  page: 1,
}

function wholeNumber(text: string | null): number | null {
  if (text === null || !/^\d{1,12}$/.test(text)) return null
  return Number(text)
}

const isSort = (text: string): text is Sort => (sorts as readonly string[]).includes(text)

/** Reads an address. Whatever it does not know, or what makes no sense, is as if it were not there. */
export function filtersOf(search: URLSearchParams): Filters {
  const slugs = (group: Group) => [...new Set((search.get(group) ?? '').split(',').filter((slug) => /^[a-z0-9-]{1,80}$/.test(slug)))].slice(0, 20)
  const sort = search.get('sort') === 'price' && search.get('order') === 'desc' ? 'price_desc' : (search.get('sort') ?? '')
  const page = wholeNumber(search.get('page')) ?? 1
  return {
    q: (search.get('q') ?? '').trim().slice(0, longestQuery),
    category: slugs('category'),
    brand: slugs('brand'),
    region: slugs('region'),
    tag: slugs('tag'),
    price_min: wholeNumber(search.get('price_min')),
    price_max: wholeNumber(search.get('price_max')),
    weight_min: wholeNumber(search.get('weight_min')),
    weight_max: wholeNumber(search.get('weight_max')),
    in_stock: search.get('in_stock') === 'true',
    on_sale: search.get('on_sale') === 'true',
    sort: isSort(sort) && sort !== 'relevance' ? sort : null,
    page: Math.min(Math.max(1, page), mostPages),
  }
}

/** How the shop is asked to sort. */
export function sorting(sort: Sort | null) {
  if (sort === null) return {}
  return sort === 'price_desc' ? ({ sort: 'price', order: 'desc' } as const) : { sort }
}

/** What is not at its default, under the names that the address and the API share. */
export function listingOf(filters: Filters) {
  const { q, sort } = filters
  return {
    ...(q !== '' && { q }),
    ...Object.fromEntries(groups.filter((group) => filters[group].length > 0).map((group) => [group, filters[group].join(',')])),
    ...Object.fromEntries(ranges.flatMap((end) => (filters[end] === null ? [] : [[end, filters[end]]]))),
    ...(filters.in_stock && { in_stock: true }),
    ...(filters.on_sale && { on_sale: true }),
    ...sorting(sort),
  } as Listing
}

export interface Listing extends Partial<Record<Group, string>>, Partial<Record<RangeEnd, number>>, Partial<Record<Switch, boolean>> {
  q?: string
  sort?: Exclude<Sort, 'price_desc'>
  order?: 'asc' | 'desc'
}

/** The address of some filters, without the question mark; the same filters always have the same one. */
export function searchOf(filters: Filters): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(listingOf(filters))) search.set(name, String(value))
  if (filters.page > 1) search.set('page', String(filters.page))
  // A comma needs no escape, and an address that somebody reads is worth more than a strict one.
  return search.toString().replaceAll('%2C', ',')
}

/** A change begins again at the first page. */
export function changed(filters: Filters, change: Partial<Filters>): Filters {
  return { ...filters, page: 1, ...change }
}

/** One of a group more or less. Of categories there is one at a time: they are a tree to walk, not a list to tick. */
export function toggled(filters: Filters, group: Group, slug: string): Filters {
  const chosen = filters[group]
  if (chosen.includes(slug)) return changed(filters, { [group]: chosen.filter((one) => one !== slug) })
  return changed(filters, { [group]: group === 'category' ? [slug] : [...chosen, slug] })
}

/** Whether anything but the words and the order is chosen. */
export function isNarrowed(filters: Filters): boolean {
  return narrowings(filters) > 0
}

/** How many choices narrow the list; a range counts as one. */
export function narrowings(filters: Filters): number {
  const chosen = groups.reduce((count, group) => count + filters[group].length, 0)
  const range = (min: RangeEnd, max: RangeEnd) => Number(filters[min] !== null || filters[max] !== null)
  return chosen + range('price_min', 'price_max') + range('weight_min', 'weight_max') + switches.filter((name) => filters[name]).length
}

/** Everything but the words and the order. */
export function widened(filters: Filters): Filters {
  return { ...noFilters, q: filters.q, sort: filters.sort }
}
