import type { Address, Invoice, OpenSession, Order, Problem, PublishedReview, Refund, Review, Sale, Shop, User } from '@/api/types'
import type { ProblemCode } from '@/api/problem'

const now = () => Date.now()
export const inSeconds = (seconds: number) => new Date(now() + seconds * 1000).toISOString()

export const aShop: Shop = { name: 'Doorbuster', currency: 'EUR', timezone: 'UTC', payment_provider: 'test', environment: 'development', version: '1.0.0' }

export const aUser: User = { id: '7d2f7c1e-0000-4000-8000-000000000001', email: 'ada@example.com', email_verified: true, name: 'Ada', role: 'customer', created_at: inSeconds(-9000) }

export function aSession(changes: Partial<OpenSession> = {}): OpenSession {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000005',
    current: false,
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    created_at: inSeconds(-90_000),
    last_used_at: inSeconds(-900),
    ...changes,
  }
}

export function anAddress(changes: Partial<Address> = {}): Address {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000006',
    name: 'Ada Lovelace',
    company: null,
    line1: '12 rue des Halles',
    line2: null,
    postal_code: '75001',
    city: 'Paris',
    country: 'FR',
    phone: null,
    is_default: true,
    created_at: inSeconds(-600),
    ...changes,
  }
}

export function aSale(changes: Partial<Sale> = {}): Sale {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000002',
    title: 'Kestrel espresso machine',
    product: {
      id: '7d2f7c1e-0000-4000-8000-000000000003',
      slug: 'kestrel-espresso',
      name: 'Kestrel espresso machine',
      description: 'One honest cup.',
      image_url: '/demo/kestrel-espresso.svg',
    },
    status: 'live',
    starts_at: inSeconds(-600),
    ends_at: inSeconds(3600),
    price: { amount: 39900, currency: 'EUR' },
    list_price: { amount: 54900, currency: 'EUR' },
    allocated: 100,
    remaining: 37,
    per_customer_limit: 1,
    hold_seconds: 600,
    revision: 7,
    server_time: inSeconds(0),
    ...changes,
  }
}

export function anOrder(changes: Partial<Order> = {}): Order {
  const price = { amount: 39900, currency: 'EUR' }
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000004',
    number: 'K3F9-2M7Q-XW4T',
    sale_id: aSale().id,
    status: 'pending_payment',
    lines: [{ product_id: aSale().product.id, name: 'Kestrel espresso machine', quantity: 1, unit_price: price, total: price, given_up: 0, returnable: 0 }],
    total: price,
    pay_by: inSeconds(600),
    created_at: inSeconds(0),
    timeline: [{ status: 'pending_payment', at: inSeconds(0), actor: 'customer', note: null }],
    shipments: [],
    refunds: [],
    returns: [],
    returnable_until: null,
    payment: null,
    server_time: inSeconds(0),
    ...changes,
  }
}

export function aRefund(changes: Partial<Refund> = {}): Refund {
  const amount = { amount: 500, currency: 'EUR' }
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000030',
    amount,
    shipping: { amount: 0, currency: 'EUR' },
    lines: [],
    reason: 'The lid was broken',
    actor: 'staff',
    return_id: null,
    status: 'settled',
    at: inSeconds(0),
    ended_at: inSeconds(0),
    ...changes,
  }
}

export function aCreditNote(changes: Partial<Invoice> = {}): Invoice {
  const { id, number, total } = anOrder()
  return {
    kind: 'credit_note',
    number: 'CN-2026-000012',
    order_id: id,
    order_number: number,
    refund_id: '7d2f7c1e-0000-4000-8000-000000000030',
    amends: '2026-000123',
    reason: null,
    void: false,
    issued_at: inSeconds(0),
    issued_on: '2026-11-30',
    settled_on: '2026-11-30',
    seller: { name: 'Doorbuster', address: [], vat_id: null },
    buyer: { name: null, email: 'ada@example.com', address: [] },
    lines: [],
    code: null,
    shipping: { amount: 0, currency: 'EUR' },
    shipping_method: null,
    rates: [],
    total,
    ...changes,
  }
}

/** A refusal as the contract describes it. */
export interface Refusal {
  status: number
  code: ProblemCode
  facts?: Partial<Problem>
}

export function aReview(changes: Partial<Review> = {}): Review {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000021',
    product_id: '7d2f7c1e-0000-4000-8000-000000000003',
    product_slug: 'ember-kettle',
    product_name: 'Ember gooseneck kettle',
    order_id: '7d2f7c1e-0000-4000-8000-000000000020',
    stars: 5,
    title: 'Pours slowly',
    text: 'It does what it says.',
    author: 'Ada L.',
    status: 'pending',
    reason: null,
    written_at: inSeconds(-600),
    moderated_at: null,
    version: 1,
    ...changes,
  }
}

export function aPublishedReview(changes: Partial<PublishedReview> = {}): PublishedReview {
  const { id, stars, title, text, author, written_at } = aReview()
  return { id, stars, title, text, author: author ?? null, written_at, ...changes }
}
