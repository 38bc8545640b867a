import { http } from 'msw'
import type { LeftToRefund, NewShipment, Order, StaffOrder, StaffRefund } from '@/api/types'
import { anOrder, aUser, inSeconds } from './examples'
import { answer, path, problem, server } from './server'

export const euro = (amount: number) => ({ amount, currency: 'EUR' })

/** Somebody of the staff, as an order's history names them. */
const grace = { id: '7d2f7c1e-0000-4000-8000-0000000000aa', email: 'grace@shop.example', name: 'Grace' }
export const ada = { id: aUser.id, email: aUser.email, name: aUser.name ?? null }

export const kettle = '7d2f7c1e-0000-4000-8000-000000000031'
export const board = '7d2f7c1e-0000-4000-8000-000000000032'

/** A paid order of two products, made from a cart. */
export function aPaidOrder(changes: Partial<Order> = {}): Order {
  return anOrder({
    sale_id: null,
    status: 'paid',
    lines: [
      { product_id: kettle, name: 'Ember gooseneck kettle', quantity: 3, given_up: 0, returnable: 0, unit_price: euro(11_900), total: euro(35_700) },
      { product_id: board, name: 'Oak board', quantity: 1, given_up: 0, returnable: 0, unit_price: euro(4_000), total: euro(4_000) },
    ],
    subtotal: euro(39_700),
    discount: euro(1_000),
    code: 'WELCOME10',
    shipping: euro(690),
    shipping_method: 'standard',
    email: aUser.email,
    shipping_address: { name: 'Ada Lovelace', company: null, line1: '12 rue des Halles', line2: null, postal_code: '75001', city: 'Paris', country: 'FR', phone: null },
    vat: [{ basis_points: 2000, amount: euro(6_565) }],
    total: euro(39_390),
    pay_by: null,
    payment: { provider: 'test', status: 'captured', amount: euro(39_390), refunded: euro(0), at: inSeconds(-60) },
    ...changes,
  })
}

export function aStaffOrder(order: Order = aPaidOrder(), changes: Partial<StaffOrder> = {}): StaffOrder {
  const moves = [
    { status: 'pending_payment' as const, at: inSeconds(-90), actor: 'customer' as const, by: ada, note: null },
    { status: 'paid' as const, at: inSeconds(-60), actor: 'system' as const, by: null, note: null },
  ]
  const payment = order.payment == null ? null : { id: '7d2f7c1e-0000-4000-8000-000000000071', provider: order.payment.provider, reference: null }
  const senders = order.shipments.map(({ id }) => ({ shipment_id: id, by: grace }))
  return { order, customer: ada, provider_payment: payment, moves, senders, notes: [], ...changes }
}

/** What can still go back of `aPaidOrder`, of which nothing has left yet. */
export function leftOfOrder(): LeftToRefund {
  return {
    amount: euro(39_390),
    shipping: euro(690),
    lines: [
      { product_id: kettle, quantity: 3, unsent: 3, worth: euro(34_801), amount: euro(34_801) },
      { product_id: board, quantity: 1, unsent: 1, worth: euro(3_900), amount: euro(3_900) },
    ],
  }
}

export function aStaffRefund(changes: Partial<StaffRefund['refund']> = {}): StaffRefund {
  const refund = { id: '7d2f7c1e-0000-4000-8000-000000000061', amount: euro(11_600), shipping: euro(0), lines: [], reason: 'The lid was broken', actor: 'staff' as const, status: 'settled' as const, at: inSeconds(0), ended_at: inSeconds(0), ...changes }
  return { refund, order_id: aPaidOrder().id, by: grace, reference: null, failure: null }
}

/** A shop with one order, which its staff move. What was asked is kept, and any request can be refused. */
export function keepOrder(first: StaffOrder = aStaffOrder()) {
  const state = { known: first, refuse: null as (() => Response) | null }
  const asked: { what: string; key: string | null; body: unknown }[] = []
  const become = (changes: Partial<Order>) => {
    state.known = { ...state.known, order: { ...state.known.order, ...changes } }
  }
  const one = path('/orders/:id')
  const act = (what: string, change: (body: unknown) => void) =>
    http.post(`${one}/${what}`, async ({ request }) => {
      const text = await request.text()
      const body: unknown = text === '' ? null : JSON.parse(text)
      asked.push({ what, key: request.headers.get('Idempotency-Key'), body })
      if (state.refuse) return state.refuse()
      change(body)
      return answer(what === 'cancel' ? 'cancel_order' : 'pack_order', (what === 'cancel' ? state.known.order : state.known) as StaffOrder & Order)
    })
  server.use(
    http.get(path('/admin/orders/:id'), ({ params }) => (params.id === state.known.order.id ? answer('get_any_order', state.known) : problem(404, 'not_found'))),
    // An order that was paid has an invoice; what went back of it is another test's.
    http.get(path('/orders/:id/credit-notes'), () => answer('list_credit_notes', { items: [] })),
    http.get(path('/orders/:id/refunds'), () => answer('list_order_refunds', { items: [], left: null })),
    act('pack', () => become({ status: 'packed' })),
    act('deliver', () => become({ status: 'delivered' })),
    http.post(`${one}/shipments/:parcel/deliver`, ({ params }) => {
      if (state.refuse) return state.refuse()
      const { order } = state.known
      const shipments = order.shipments.map((parcel) => (parcel.id === params.parcel ? { ...parcel, delivered_at: inSeconds(0) } : parcel))
      const last = order.status === 'shipped' && shipments.every((parcel) => parcel.delivered_at != null)
      become({ shipments, status: last ? 'delivered' : order.status })
      return answer('deliver_shipment', state.known)
    }),
    act('cancel', () => become({ status: 'cancelled', payment: { provider: 'test', status: 'refunded', amount: euro(39_390), refunded: euro(39_390), at: inSeconds(0) } })),
    act('notes', (body) => {
      const { text } = body as { text: string }
      state.known = { ...state.known, notes: [...state.known.notes, { by: grace, text, at: inSeconds(0) }] }
    }),
    act('shipments', (body) => {
      const { carrier, tracking_number = null, lines = [] } = body as NewShipment
      const { order } = state.known
      const shipments = [...order.shipments, { id: `7d2f7c1e-0000-4000-8000-00000000005${order.shipments.length}`, carrier, tracking_number, lines, shipped_at: inSeconds(0), delivered_at: null }]
      const units = (list: { quantity: number }[]) => list.reduce((sum, { quantity }) => sum + quantity, 0)
      const all = units(shipments.flatMap((parcel) => parcel.lines)) === units(order.lines)
      become({ shipments, status: all ? 'shipped' : 'packed' })
    }),
  )
  return { asked, become, state }
}
