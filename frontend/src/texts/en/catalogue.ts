export const home = {
  title: 'Doorbuster: what is on sale, and what there is',
  sales: 'Sales',
  moreSales: 'Also on, and coming up',
  allSales: 'All sales',
  noSale: 'Between two sales',
  noSaleBody: 'The next one is announced here as soon as it has a date. The rest of the shop is open all the time.',
  banners: 'From the shop',
  promotions: 'Reduced right now',
  allPromotions: 'All reduced',
  bestSellers: 'What others buy most',
  allProducts: 'All products',
  novelties: 'New in the shop',
  allNovelties: 'Everything new',
  byCategory: 'By kind',
  byRegion: 'By where it is made',
} as const

export const catalogue = {
  all: 'All products',
  soldOut: 'Sold out',
  off: (worth: string) => `${worth} off`,
} as const

export const search = {
  label: 'Search the shop',
  placeholder: 'Search the shop',
  suggestions: 'Suggestions',
  suggested: (count: number) => (count === 1 ? '1 suggestion. Arrow down goes to it.' : `${count} suggestions. Arrow down goes through them.`),
  kind: { product: 'Product', brand: 'Maker', region: 'Region', category: 'Kind', tag: 'Quality' },
  all: 'See all products',
} as const
