import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { ReturnStatus, StaffReturn } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aUser, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { ada, aPaidOrder, board, euro, kettle, leftOfOrder } from '@/testing/staff-orders'

function aReturn(status: ReturnStatus): StaffReturn {
  const lines = [{ product_id: kettle, quantity: 2 }, { product_id: board, quantity: 1 }]
  const about = { id: '7d2f7c1e-0000-4000-8000-000000000071', order_id: aPaidOrder().id, status, lines, reason: 'Too small for us', answer: null, requested_at: inSeconds(-60), decided_at: null, ended_at: null }
  return { return: about, staff: null, of: { order: aPaidOrder({ status: 'delivered' }), customer: ada } }
}

/** A shop with one return, which keeps what its staff decided. */
function keepReturn(first: ReturnStatus) {
  const state = { known: aReturn(first), refuse: null as (() => Response) | null }
  const asked: { what: string; key: string | null; body: unknown }[] = []
  const left = leftOfOrder()
  const act = (what: string, status: ReturnStatus) =>
    http.post(path(`/returns/:id/${what}`), async ({ request }) => {
      asked.push({ what, key: request.headers.get('Idempotency-Key'), body: await request.json() })
      if (state.refuse) return state.refuse()
      state.known = { ...state.known, return: { ...state.known.return, status } }
      return answer('approve_return', state.known)
    })
  server.use(
    http.get(path('/returns'), ({ request }) => {
      const status = new URL(request.url).searchParams.get('status')
      return answer('list_returns', { items: state.known.return.status === status ? [state.known] : [], next_cursor: null })
    }),
    // All of it has arrived.
    http.get(path('/orders/:id/refunds'), () => answer('list_order_refunds', { items: [], left: { ...left, lines: left.lines.map((line) => ({ ...line, unsent: 0 })) } })),
    act('approve', 'approved'),
    act('reject', 'rejected'),
    act('receive', 'received'),
  )
  renderAt(first === 'requested' ? '/staff/returns' : `/staff/returns?status=${first}`, staffRoutes())
  return { asked, state }
}

const number = aPaidOrder().number
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))

beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

describe('answering a return', () => {
  it('approves it, with words if there are some', async () => {
    const { asked } = keepReturn('requested')
    expect(await screen.findByText('2 × Ember gooseneck kettle, 1 × Oak board')).toBeVisible()
    expect(screen.getByText('Too small for us')).toBeVisible()
    expect(screen.getByRole('link', { name: number })).toHaveAttribute('href', `/staff/orders/${aPaidOrder().id}`)
    await press(`Approve: order ${number}`)
    await waitFor(() => expect(screen.getByLabelText('Words for the customer (optional)')).toHaveFocus())
    await userEvent.keyboard(' To Lille, please ')
    await press('Approve the return')
    const news = await screen.findByText(/is approved\. The customer gets a mail/)
    await waitFor(() => expect(news).toHaveFocus())
    expect(await screen.findByRole('heading', { name: 'Nobody waits for an answer' })).toBeVisible()
    expect(asked).toEqual([{ what: 'approve', key: null, body: { answer: 'To Lille, please' } }])
  })

  it('rejects it only with a reason', async () => {
    const { asked } = keepReturn('requested')
    await press(`Reject: order ${number}`)
    await press('Reject the return')
    await waitFor(() => expect(screen.getByLabelText('Why not')).toHaveAccessibleDescription(/Say why/))
    expect(asked).toEqual([])
    await userEvent.type(screen.getByLabelText('Why not'), 'It was worn')
    await press('Reject the return')
    expect(await screen.findByText(/is rejected/)).toBeVisible()
    expect(asked).toEqual([{ what: 'reject', key: null, body: { answer: 'It was worn' } }])
  })

  it('says that its customer was faster, and keeps the words', async () => {
    const { state } = keepReturn('requested')
    await press(`Approve: order ${number}`)
    await userEvent.type(screen.getByLabelText('Words for the customer (optional)'), 'To Lille')
    state.refuse = () => problem(409, 'illegal_transition')
    await press('Approve the return')
    expect(await screen.findByRole('heading', { name: 'The order has moved on' })).toBeVisible()
    expect(screen.getByLabelText('Words for the customer (optional)')).toHaveValue('To Lille')
  })

  it('has nothing to decide about what has ended', async () => {
    keepReturn('rejected')
    await screen.findByText('Too small for us')
    expect(screen.queryByRole('button', { name: /: order / })).toBeNull()
  })
})

describe('receiving a return', () => {
  it('says what goes back, and asks what becomes of the units', async () => {
    const { asked } = keepReturn('approved')
    await press(`It is here: order ${number}`)
    const effect = await screen.findByText('What will happen')
    const list = within(effect.parentElement ?? document.body)
    // Two of three kettles: what they were worth does not divide.
    expect(list.getByText(/^About €271\.01 goes back/)).toBeVisible()
    await press('Receive it and refund')
    expect(await screen.findByText('Say whether they can be sold again.')).toBeVisible()
    await userEvent.clear(screen.getByLabelText('Units of Ember gooseneck kettle'))
    await userEvent.type(screen.getByLabelText('Units of Ember gooseneck kettle'), '0')
    await userEvent.click(screen.getByRole('radio', { name: /^Yes/ }))
    expect(list.getByText('1 unit can be sold again at once.')).toBeVisible()
    await press('Receive it and refund €39.00')
    expect(await screen.findByText(/is received, and the refund is under way/)).toBeVisible()
    expect(asked.map(({ body }) => body)).toEqual([{ lines: [{ product_id: board, quantity: 1 }], shipping: false, restock: true }])
  })

  it('may pay less, or nothing, and says so', async () => {
    const { asked } = keepReturn('approved')
    await press(`It is here: order ${number}`)
    await userEvent.type(await screen.findByLabelText('Another amount (optional)'), '0')
    await userEvent.click(screen.getByRole('radio', { name: /^No/ }))
    await userEvent.type(screen.getByLabelText('Words for the customer (optional)'), 'Only the box came')
    expect(screen.getByText('No money goes back.')).toBeVisible()
    await press('Receive it without a refund')
    expect(await screen.findByText(/is received/)).toBeVisible()
    expect(asked[0]?.body).toEqual({
      lines: [{ product_id: kettle, quantity: 2 }, { product_id: board, quantity: 1 }],
      shipping: false,
      restock: false,
      amount: euro(0),
      answer: 'Only the box came',
    })
  })

  it('finds what cannot be before the shop is asked', async () => {
    const { asked } = keepReturn('approved')
    await press(`It is here: order ${number}`)
    for (const name of ['Ember gooseneck kettle', 'Oak board']) {
      await userEvent.clear(await screen.findByLabelText(`Units of ${name}`))
      await userEvent.type(screen.getByLabelText(`Units of ${name}`), name === 'Oak board' ? '2' : '0')
    }
    await userEvent.type(screen.getByLabelText('Another amount (optional)'), '999')
    await press('Receive it and refund €999.00')
    await waitFor(() => expect(screen.getByLabelText('Units of Oak board')).toHaveAccessibleDescription(/There are only 1/))
    expect(screen.getByLabelText('Another amount (optional)')).toHaveAccessibleDescription(/Only €393\.90 can still go back/)
    expect(asked).toEqual([])
  })

  it('counts once when its answer is lost', async () => {
    const { state, asked } = keepReturn('approved')
    await press(`It is here: order ${number}`)
    await userEvent.type(await screen.findByLabelText('Another amount (optional)'), '20')
    await userEvent.click(screen.getByRole('radio', { name: /^Yes/ }))
    state.refuse = () => HttpResponse.error()
    await press('Receive it and refund €20.00')
    expect(await screen.findByText(/it counts once/)).toBeVisible()
    state.refuse = null
    await press('Receive it and refund €20.00')
    expect(await screen.findByText(/is received/)).toBeVisible()
    expect(asked).toHaveLength(2)
    expect(asked[0]?.key).toBe(asked[1]?.key)
  })
})
