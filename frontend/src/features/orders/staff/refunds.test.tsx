import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { NewRefund, OrderRefunds } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { aPaidOrder, aStaffOrder, aStaffRefund, board, euro, keepOrder, kettle, leftOfOrder } from '@/testing/staff-orders'

/** A shop with one paid order, which keeps what it was asked to give back. */
function keepRefunds(first: OrderRefunds = { items: [], left: leftOfOrder() }) {
  const kept = keepOrder(aStaffOrder(aPaidOrder({ status: 'packed' })))
  const state = { refunds: first, refuse: null as (() => Response) | null }
  const asked: { key: string | null; body: NewRefund }[] = []
  server.use(
    http.get(path('/orders/:id/refunds'), () => answer('list_order_refunds', state.refunds)),
    http.post(path('/orders/:id/refunds'), async ({ request }) => {
      const body = (await request.json()) as NewRefund
      asked.push({ key: request.headers.get('Idempotency-Key'), body })
      if (state.refuse) return state.refuse()
      const refund = aStaffRefund({ reason: body.reason, amount: body.amount ?? euro(11_600) })
      state.refunds = { items: [...state.refunds.items, refund], left: { ...leftOfOrder(), amount: euro(27_790) } }
      return answer('create_refund', { refund, order: kept.state.known })
    }),
  )
  renderAt(`/staff/orders/${aPaidOrder().id}`, staffRoutes())
  return { asked, state }
}

const refunds = async () => within(await screen.findByRole('region', { name: 'Refunds' }))
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const open = async () => userEvent.click(await (await refunds()).findByRole('button', { name: 'Refund' }))
const choose = async (name: string | RegExp) => userEvent.click(await screen.findByRole('radio', { name }))
async function type(name: string, text: string) {
  const input = await screen.findByLabelText(name)
  await userEvent.clear(input)
  await userEvent.type(input, text)
}

beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

describe('refunds', () => {
  it('gives back what was paid for some units, after saying what that does', async () => {
    const { asked } = keepRefunds()
    expect(await screen.findByText(/Nothing has gone back. €393.90 can still go back/)).toBeVisible()
    await open()
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Everything that is left: €393.90' })).toHaveFocus())
    await choose('Some units, and what was paid for them')
    await type('Units of Ember gooseneck kettle', '1')
    await choose(/^Yes: they go back/)
    await type('Why', 'The lid was broken')
    expect(screen.getByText('About €116.00 goes back to the customer, the way it was paid. The shop knows to the cent.')).toBeVisible()
    expect(screen.getByText('1 unit can be sold again at once.')).toBeVisible()
    await userEvent.click((await refunds()).getByRole('button', { name: 'Refund' }))
    expect(await screen.findByText('The refund is on its way.')).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Refunds' })).toHaveFocus()
    expect((await refunds()).getByText('The lid was broken')).toBeVisible()
    expect((await refunds()).getByText('€277.90 can still go back.')).toBeVisible()
    expect(asked.map(({ body }) => body)).toEqual([{ reason: 'The lid was broken', lines: [{ product_id: kettle, quantity: 1 }], shipping: false, restock: true }])
    expect(asked[0]?.key).not.toBe('')
  })

  it('gives back money alone, and names the amount on the button', async () => {
    const { asked } = keepRefunds()
    await open()
    await choose('Money only: no unit leaves the order')
    await type('Amount', '12,5')
    await type('Why', 'It came late')
    await press('Refund €12.50')
    expect(await screen.findByText('The refund is on its way.')).toBeVisible()
    expect(asked.map(({ body }) => body)).toEqual([{ reason: 'It came late', amount: euro(1_250) }])
  })

  it('asks the shop for nothing while something is missing, and goes to the first of it', async () => {
    const { asked } = keepRefunds()
    await open()
    await userEvent.click((await refunds()).getByRole('button', { name: 'Refund' }))
    expect(await screen.findByText('Say what goes back.')).toBeVisible()
    expect(screen.getByRole('radio', { name: /^Everything/ })).toHaveFocus()
    await choose('Some units, and what was paid for them')
    await type('Units of Oak board', '1')
    await press('Refund €39.00')
    expect(await screen.findByText('Say whether they can be sold again.')).toBeVisible()
    expect(asked).toEqual([])
  })

  it('says at its field what is more than is left, and keeps what was typed', async () => {
    const { state } = keepRefunds()
    await open()
    await choose('Money only: no unit leaves the order')
    await type('Amount', '300')
    await type('Why', 'Half of it')
    // Somebody else was faster.
    state.refuse = () => problem(422, 'refund_exceeds_paid')
    await press('Refund €300.00')
    await waitFor(() => expect(screen.getByLabelText('Amount')).toHaveAccessibleDescription(/That is more than is left/))
    state.refuse = () => problem(422, 'validation', { errors: [{ pointer: '/reason', detail: 'one line' }] })
    await press('Refund €300.00')
    await waitFor(() => expect(screen.getByLabelText('Why')).toHaveAccessibleDescription(/One line/))
    expect(screen.getByLabelText('Amount')).toHaveValue('300')
  })

  it('puts a line that is gone next to its field', async () => {
    const { state } = keepRefunds()
    await open()
    await choose('Some units, and what was paid for them')
    await type('Units of Oak board', '1')
    await choose(/^No: they are gone/)
    await type('Why', 'Split')
    state.refuse = () => problem(422, 'validation', { errors: [{ pointer: '/lines/0/quantity', detail: '0 units of that are left' }] })
    await press('Refund €39.00')
    await waitFor(() => expect(screen.getByLabelText('Units of Oak board')).toHaveAccessibleDescription(/0 units of that are left/))
  })

  it('stays one refund when its answer is lost', async () => {
    const { state, asked } = keepRefunds()
    await open()
    await choose(/^Everything that is left/)
    await choose(/^Yes: they go back/)
    await type('Why', 'All wrong')
    state.refuse = () => HttpResponse.error()
    await press('Refund €393.90')
    expect(await screen.findByText(/it goes back once/)).toBeVisible()
    state.refuse = null
    await press('Refund €393.90')
    expect(await screen.findByText('The refund is on its way.')).toBeVisible()
    expect(asked).toHaveLength(2)
    expect(asked[0]?.key).toBe(asked[1]?.key)
    expect(asked[1]?.body).toEqual({ reason: 'All wrong', restock: true })
  })

  it('shows what became of each, and why one failed', async () => {
    const failed = aStaffRefund({ status: 'failed', lines: [{ product_id: board, quantity: 1, unsent: 0, amount: euro(3_900), restocked: true }] })
    keepRefunds({ items: [{ ...failed, failure: 'account closed', reference: 're_1' }], left: { ...leftOfOrder(), amount: euro(0) } })
    const region = await refunds()
    expect(await region.findByText('Failed')).toBeVisible()
    expect(region.getByText('The provider said: account closed')).toBeVisible()
    expect(region.getByText('1 × Oak board (sold again)')).toBeVisible()
    expect(region.getByText('re_1')).toBeVisible()
    expect(region.getByText(/, Grace$/)).toBeVisible()
    expect(region.queryByRole('button', { name: 'Refund' })).toBeNull()
  })
})
