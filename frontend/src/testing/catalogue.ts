import type { Cart, CartItem, Facets, Product, ProductPage } from '@/api/types'
import { inSeconds } from './examples'

const euro = (amount: number) => ({ amount, currency: 'EUR' })

export function aProduct(changes: Partial<Product> = {}): Product {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000011',
    slug: 'ember-kettle',
    name: 'Ember gooseneck kettle',
    description: 'Pours a thread of water.',
    status: 'published',
    price: euro(11_900),
    list_price: null,
    discount: null,
    vat_basis_points: 2000,
    weight_grams: 850,
    stock: 7,
    images: [{ url: '/demo/ember-kettle.svg', alt: 'A copper kettle', sources: [] }],
    brand: { id: '7d2f7c1e-0000-4000-8000-000000000012', slug: 'ember', name: 'Ember' },
    region: { id: '7d2f7c1e-0000-4000-8000-000000000013', slug: 'northern-alps', name: 'Northern Alps' },
    category: { id: '7d2f7c1e-0000-4000-8000-000000000014', slug: 'coffee', name: 'Coffee and tea' },
    tags: [],
    rating: { average: null, count: 0, stars: [0, 0, 0, 0, 0] },
    published_at: inSeconds(-9000),
    version: 1,
    ...changes,
  }
}

export const someFacets: Facets = {
  brands: [
    { slug: 'ember', name: 'Ember', count: 3, selected: false },
    { slug: 'kestrel', name: 'Kestrel', count: 2, selected: false },
  ],
  regions: [{ slug: 'jura', name: 'Jura', count: 2, selected: false }],
  categories: [
    { slug: 'home', name: 'Home', parent_slug: null, count: 5, selected: false },
    { slug: 'coffee', name: 'Coffee and tea', parent_slug: 'home', count: 3, selected: false },
  ],
  tags: [],
  price: { min: euro(1_900), max: euro(64_900) },
  weight: { min_grams: 100, max_grams: 5_000 },
  in_stock: 5,
  on_sale: 1,
}

export function aProductPage(changes: Partial<ProductPage> = {}): ProductPage {
  const items = changes.items ?? [aProduct()]
  return { items, next_cursor: null, corrected_q: null, total: items.length, facets: someFacets, ...changes }
}

export function aCartItem({ quantity = 1, ...changes }: Partial<CartItem> = {}): CartItem {
  const { id, slug, name, price, images, stock } = aProduct()
  return {
    product: { id, slug, name, image: images[0] ?? null },
    quantity,
    list_price: null,
    unit_price: price,
    total: euro(price.amount * quantity),
    available: stock,
    problem: null,
    ...changes,
  }
}

export function aCart(items: CartItem[], changes: Partial<Cart> = {}): Cart {
  const subtotal = items.reduce((sum, { total }) => sum + total.amount, 0)
  return {
    items,
    count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: euro(subtotal),
    code: null,
    discount: euro(0),
    shipping_options: [],
    shipping: null,
    vat: [{ basis_points: 2000, amount: euro(Math.round(subtotal / 6)) }],
    total: euro(subtotal),
    ...changes,
  }
}
