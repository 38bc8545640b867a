import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { OrderStatus } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aSale, aUser, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { problem, tokensFor } from '@/testing/server'
import { aPaidOrder, aStaffOrder, board, keepOrder, kettle } from '@/testing/staff-orders'

const open = (id = aPaidOrder().id) => renderAt(`/staff/orders/${id}`, staffRoutes())
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const field = (name: string | RegExp) => screen.findByLabelText(name)
async function type(name: string, text: string) {
  const input = await field(name)
  await userEvent.clear(input)
  if (text !== '') await userEvent.type(input, text)
}

beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

describe('an order as the staff see it', () => {
  it('says all there is to know about it', async () => {
    keepOrder(aStaffOrder(aPaidOrder({ sale_id: aSale().id })))
    open()
    expect(await screen.findByRole('heading', { level: 1, name: 'Order K3F9-2M7Q-XW4T' })).toBeVisible()
    expect(screen.getByText('−€10.00')).toBeVisible()
    expect(screen.getByText('Including 20% value added tax')).toBeVisible()
    expect(screen.getByText('12 rue des Halles')).toBeVisible()
    expect(screen.getByText('Charged')).toBeVisible()
    expect(screen.getByRole('link', { name: 'ada@example.com' })).toHaveAttribute('href', 'mailto:ada@example.com')
    expect(screen.getByRole('link', { name: 'All orders of this customer' })).toHaveAttribute('href', '/staff/orders?q=ada%40example.com')
    const history = within(screen.getByRole('region', { name: 'What happened' }))
    expect(history.getByText(/Ada \(the customer\)/)).toBeVisible()
    expect(history.getByText(/, by itself/)).toBeVisible()
  })

  it('says when its customer questioned the charge at the bank', async () => {
    const order = aPaidOrder()
    const { payment } = order
    if (!payment) throw new Error('A paid order has a payment.')
    keepOrder(aStaffOrder({ ...order, payment: { ...payment, dispute: 'needs_response' } }))
    open()
    expect(await screen.findByText('Questioned at the bank; the shop is asked')).toBeVisible()
  })

  it('lets every id be copied', async () => {
    const user = userEvent.setup()
    const order = aPaidOrder({ sale_id: aSale().id })
    keepOrder(aStaffOrder(order))
    open()
    for (const id of [order.id, aUser.id, aSale().id]) {
      await user.click(await screen.findByRole('button', { name: new RegExp(`Copy .*${id}`) }))
      expect(await navigator.clipboard.readText()).toBe(id)
    }
    await user.click(screen.getByRole('button', { name: 'Copy Product Oak board' }))
    expect(await navigator.clipboard.readText()).toBe(board)
    await user.click(screen.getByRole('button', { name: 'Copy order number' }))
    expect(await navigator.clipboard.readText()).toBe(order.number)
  })

  it.each<[OrderStatus, string[]]>([
    ['pending_payment', ['Cancel the order']],
    ['authorized', []],
    ['paid', ['Pack it', 'Cancel the order']],
    ['packed', ['Send a parcel', 'Cancel the order']],
    ['shipped', ['Everything has arrived']],
    ['delivered', []],
    ['cancelled', []],
    ['returned', []],
  ])('offers what its state allows: %s', async (status, offered) => {
    keepOrder(aStaffOrder(aPaidOrder({ status, payment: null })))
    open()
    await screen.findByRole('heading', { level: 1 })
    const all = ['Pack it', 'Send a parcel', 'Everything has arrived', 'Cancel the order']
    const buttons = all.filter((name) => screen.queryByRole('button', { name }) !== null)
    expect(buttons).toEqual(offered)
  })

  it('says that there is none, with the way back', async () => {
    keepOrder()
    open('7d2f7c1e-0000-4000-8000-00000000dead')
    expect(await screen.findByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    expect(screen.getAllByRole('link', { name: 'All orders' })[0]).toHaveAttribute('href', '/staff/orders')
  })
})

describe('moving an order', () => {
  it('packs, and moves the focus to what comes next', async () => {
    const { asked } = keepOrder()
    open()
    await press('Pack it')
    expect(await screen.findByText('It is packed.')).toBeVisible()
    expect(screen.getByRole('heading', { name: 'To be shipped' })).toHaveFocus()
    expect(asked.map(({ what }) => what)).toEqual(['pack'])
  })

  it('shows where an order is that has moved without us', async () => {
    const { state, become } = keepOrder()
    open()
    await screen.findByRole('button', { name: 'Pack it' })
    state.refuse = () => {
      become({ status: 'cancelled' })
      return problem(409, 'illegal_transition')
    }
    await press('Pack it')
    expect(await screen.findByRole('heading', { name: 'The order has moved on' })).toBeVisible()
    expect(await screen.findByRole('heading', { name: 'Called off' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Pack it' })).toBeNull()
  })

  it('says before it cancels what becomes of the units and the money', async () => {
    const { asked } = keepOrder()
    open()
    await press('Cancel the order')
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/3 × Ember gooseneck kettle, 1 × Oak board can be bought by others at once\. €393\.90 goes back to the customer/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Keep the order' }))
    expect(asked).toEqual([])
    await press('Cancel the order')
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel the order' }))
    expect(await screen.findByText('It is cancelled.')).toBeVisible()
    expect(screen.getByText('Refunded')).toBeVisible()
  })

  it('promises no refund where nothing was charged', async () => {
    keepOrder(aStaffOrder(aPaidOrder({ status: 'pending_payment', payment: null })))
    open()
    await press('Cancel the order')
    expect(within(screen.getByRole('dialog')).getByText(/Nothing was charged, so nothing is refunded/)).toBeVisible()
  })
})

describe('sending parcels', () => {
  const packed = () => aStaffOrder(aPaidOrder({ status: 'packed' }))

  it('sends a part, then the rest', async () => {
    const { asked } = keepOrder(packed())
    open()
    await press('Send a parcel')
    await waitFor(async () => expect(await field('Carrier')).toHaveFocus())
    await type('Carrier', 'DHL')
    await type('Tracking number (optional)', ' 0034 ')
    await type('Units of Ember gooseneck kettle', '1')
    await type('Units of Oak board', '0')
    expect(screen.getByText('3 units stay here for a later parcel.')).toBeVisible()
    await press('Send the parcel')
    expect(await screen.findByText('The parcel is on its way.')).toBeVisible()
    expect(screen.getByRole('heading', { name: 'A part of it has left' })).toHaveFocus()
    expect(screen.getByText('Partly shipped')).toBeVisible()
    expect(screen.getByText('1 of 3 shipped')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull()
    await press('Send a parcel')
    // Whoever carried the last one is offered first.
    expect(await field('Carrier')).toHaveValue('DHL')
    expect(await field('Units of Ember gooseneck kettle')).toHaveValue('2')
    expect(screen.getByText('With it, everything of this order has left.')).toBeVisible()
    await press('Send the parcel')
    expect(await screen.findByRole('heading', { name: 'On its way' })).toHaveFocus()
    expect(asked.map(({ body }) => body)).toEqual([
      { carrier: 'DHL', tracking_number: '0034', lines: [{ product_id: kettle, quantity: 1 }] },
      { carrier: 'DHL', lines: [{ product_id: kettle, quantity: 2 }, { product_id: board, quantity: 1 }] },
    ])
    expect(new Set(asked.map(({ key }) => key)).size).toBe(2)
    await press('Everything has arrived')
    expect(await screen.findByText('It is delivered.')).toBeVisible()
  })

  it('lets parcels arrive one by one, and the order with the last', async () => {
    const parcel = (place: number, product_id: string, quantity: number) => ({ id: `7d2f7c1e-0000-4000-8000-00000000005${place}`, carrier: 'DHL', tracking_number: null, lines: [{ product_id, quantity }], shipped_at: inSeconds(-9), delivered_at: null })
    keepOrder(aStaffOrder(aPaidOrder({ status: 'shipped', shipments: [parcel(0, kettle, 3), parcel(1, board, 1)] })))
    open()
    const history = within(await screen.findByRole('region', { name: 'What happened' }))
    expect(history.getAllByText(/, Grace$/)).toHaveLength(2)
    await press('It has arrived: 3 × Ember gooseneck kettle')
    expect(await screen.findByText(/^arrived /)).toBeVisible()
    expect(screen.getByRole('heading', { name: 'On its way' })).toBeVisible()
    await press('It has arrived: 1 × Oak board')
    expect(await screen.findByRole('heading', { name: 'Delivered' })).toBeVisible()
  })

  it('offers the arrival of a single parcel once', async () => {
    const shipments = [{ id: '7d2f7c1e-0000-4000-8000-000000000050', carrier: 'DHL', tracking_number: null, lines: [{ product_id: kettle, quantity: 3 }], shipped_at: inSeconds(-9), delivered_at: null }]
    keepOrder(aStaffOrder(aPaidOrder({ status: 'shipped', shipments })))
    open()
    expect(await screen.findByRole('button', { name: 'Everything has arrived' })).toBeVisible()
    expect(screen.queryByRole('button', { name: /^It has arrived/ })).toBeNull()
  })

  it('asks the shop for nothing that cannot be', async () => {
    const { asked } = keepOrder(packed())
    open()
    await press('Send a parcel')
    await type('Units of Ember gooseneck kettle', '4')
    await type('Units of Oak board', 'one')
    await press('Send the parcel')
    await waitFor(async () => expect(await field('Carrier')).toHaveAccessibleDescription('Say who carries it.'))
    expect(await field('Carrier')).toHaveFocus()
    expect(await field('Units of Ember gooseneck kettle')).toHaveAccessibleDescription(/There are only 3/)
    expect(await field('Units of Oak board')).toHaveAccessibleDescription(/whole number/)
    await type('Units of Ember gooseneck kettle', '0')
    await type('Units of Oak board', '0')
    await press('Send the parcel')
    await waitFor(async () => expect(await field('Units of Ember gooseneck kettle')).toHaveAccessibleDescription(/at least one unit/))
    expect(asked).toEqual([])
  })

  it('puts what the shop refuses next to its field, and keeps what was typed', async () => {
    const { state, become } = keepOrder(packed())
    open()
    await press('Send a parcel')
    await type('Carrier', 'Post')
    await type('Units of Ember gooseneck kettle', '0')
    state.refuse = () => {
      // Somebody else has sent the board meanwhile.
      become({ shipments: [{ id: '7d2f7c1e-0000-4000-8000-000000000059', carrier: 'UPS', tracking_number: null, lines: [{ product_id: board, quantity: 1 }], shipped_at: inSeconds(0), delivered_at: null }] })
      return problem(422, 'validation', { errors: [{ pointer: '/lines/0/quantity', detail: '0 units of that are left' }] })
    }
    await press('Send the parcel')
    await waitFor(async () => expect(await field('Units of Oak board')).toHaveAccessibleDescription(/of 0 still here 0 units of that are left/))
    expect(await field('Carrier')).toHaveValue('Post')
  })

  it('stays one parcel when the answer is lost', async () => {
    const { state, asked } = keepOrder(packed())
    open()
    await press('Send a parcel')
    await type('Carrier', 'Post')
    state.refuse = () => HttpResponse.error()
    await press('Send the parcel')
    expect(await screen.findByRole('heading', { name: 'No answer from the shop' })).toHaveFocus()
    expect(screen.getByText(/it stays one parcel/)).toBeVisible()
    state.refuse = null
    await press('Send the parcel')
    expect(await screen.findByText('The parcel is on its way.')).toBeVisible()
    expect(asked).toHaveLength(2)
    expect(asked[0]?.key).toBe(asked[1]?.key)
  })

  it('says so when another parcel was sent with the same form', async () => {
    const { state } = keepOrder(packed())
    open()
    await press('Send a parcel')
    await type('Carrier', 'Post')
    state.refuse = () => problem(422, 'idempotency_mismatch')
    await press('Send the parcel')
    expect(await screen.findByRole('heading', { name: 'The first one already counted' })).toBeVisible()
    expect(await field('Carrier')).toHaveValue('Post')
  })
})

describe('notes', () => {
  it('are written down once, and then stand in the history', async () => {
    const { asked } = keepOrder()
    open()
    await press('Write it down')
    expect(await field('Write a note')).toHaveAccessibleDescription(/Write something first/)
    await type('Write a note', 'Ring twice')
    await press('Write it down')
    expect(await screen.findByText('The note is written.')).toBeVisible()
    expect(await field('Write a note')).toHaveValue('')
    const history = within(screen.getByRole('region', { name: 'What happened' }))
    expect(history.getByText('Ring twice')).toBeVisible()
    expect(history.getByText(/, Grace/)).toBeVisible()
    expect(asked).toEqual([{ what: 'notes', key: null, body: { text: 'Ring twice' } }])
  })

  it('are not lost with the answer', async () => {
    const { state } = keepOrder()
    open()
    await type('Write a note', 'Ring twice')
    state.refuse = () => HttpResponse.error()
    await press('Write it down')
    expect(await screen.findByText(/Look at what happened above/)).toBeVisible()
    expect(await field('Write a note')).toHaveValue('Ring twice')
  })
})

