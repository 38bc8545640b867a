/** The four ways to file products. They differ by their name, and by one of them being a tree. */
export const taxonomies = ['brand', 'region', 'category', 'tag'] as const
export type Taxonomy = (typeof taxonomies)[number]

/** Each one's part of an address, here and in the API. */
export const plurals = { brand: 'brands', region: 'regions', category: 'categories', tag: 'tags' } as const satisfies Record<Taxonomy, string>
