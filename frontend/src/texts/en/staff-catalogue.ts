import { banners, discounts } from './staff-offers'
import { pictures, product, products } from './staff-products'


const taxa = {
  filter: 'Which',
  used: 'In use',
  archived: 'Archived',
  noneArchived: 'Nothing is archived',
  search: 'Find by name',
  count: (shown: number, all: number) => (shown === all ? `${all} in all` : `${shown} of ${all}`),
  products: 'Products',
  productsOf: (name: string) => `of ${name}`,
  change: 'Change it',
  description: 'Description (optional)',
  slugHint: 'A part of the address that customers see. It follows the name until you change it.',
  slugMoves: 'When it changes, links to the old address lead nowhere.',
  parent: 'Below',
  parentHint: 'At most five levels deep.',
  top: 'Nothing: it stands at the top',
  parentArchived: 'A category that is archived',
  kinds: {
    brand: { title: 'Brands', lead: 'Who makes the products.', one: 'Brand', create: 'New brand', none: 'There is no brand yet' },
    region: { title: 'Regions', lead: 'Where the products come from.', one: 'Region', create: 'New region', none: 'There is no region yet' },
    category: { title: 'Categories', lead: 'What kind of thing a product is: a tree, at most five levels deep.', one: 'Category', create: 'New category', none: 'There is no category yet' },
    tag: { title: 'Tags', lead: 'What else can be said about products in a word.', one: 'Tag', create: 'New tag', none: 'There is no tag yet' },
  },
  archive: {
    heading: 'Archive it',
    used: 'It then no longer appears in lists, filters and choices. Products that have it keep it.',
    archived: 'It is archived: it appears in no list, filter or choice. Products that have it keep it.',
    open: 'Archive',
    title: (name: string) => `Archive ${name}?`,
    body: 'It no longer appears in lists, filters and choices, and no further product can have it. Products that have it keep it. You can bring it back.',
    confirm: 'Archive it',
    restore: 'Bring it back',
  },
} as const

/** The pages on which the staff keep the catalogue. */
export const staffCatalogue = { taxa, products, product, pictures, discounts, banners } as const
