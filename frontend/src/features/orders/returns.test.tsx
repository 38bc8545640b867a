import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { NewReturn, Order, Refund, Return } from '@/api/types'
import { anOrder, aUser, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as OrderPage } from './OrderPage'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const [line] = anOrder().lines
const product = line?.product_id ?? ''

function delivered(changes: Partial<Order> = {}): Order {
  const lines = anOrder().lines.map((one) => ({ ...one, quantity: 3, returnable: 3 }))
  const payment = { provider: 'test', status: 'captured' as const, amount: eur(119700), refunded: eur(0), at: inSeconds(0) }
  return anOrder({ status: 'delivered', pay_by: null, lines, total: eur(119700), payment, ...changes })
}

function aReturn(changes: Partial<Return> = {}): Return {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000031',
    order_id: anOrder().id,
    status: 'requested',
    lines: [{ product_id: product, quantity: 2 }],
    reason: 'It leaks',
    answer: null,
    requested_at: inSeconds(-60),
    decided_at: null,
    ended_at: null,
    ...changes,
  }
}

function aRefund(changes: Partial<Refund> = {}): Refund {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000032',
    amount: eur(39900),
    shipping: eur(490),
    lines: [{ product_id: product, quantity: 1, unsent: 0, amount: eur(39410), restocked: true }],
    reason: 'It leaked',
    actor: 'staff',
    return_id: null,
    status: 'settled',
    at: inSeconds(-30),
    ended_at: inSeconds(-20),
    ...changes,
  }
}

const show = (order: Order) => {
  server.use(http.get(path('/orders/:id'), () => answer('get_order', order)))
  return renderAt(`/orders/${order.id}`, [{ path: '/orders/:id', element: <OrderPage /> }])
}

beforeEach(() => session.signIn(tokensFor(aUser)))

describe('sending something back', () => {
  it('says until when', async () => {
    show(delivered({ returnable_until: '2026-12-14T10:00:00Z' }))
    expect(await screen.findByText(/^You can ask until/)).toBeVisible()
    expect(screen.getByText(/^You can ask until/)).toHaveAttribute('datetime', '2026-12-14T10:00:00Z')
  })

  it('is asked for with units and a reason, and counts once when the answer is lost', async () => {
    const sent: [string | null, NewReturn][] = []
    server.use(
      http.post(path('/orders/:id/returns'), async ({ request }) => {
        sent.push([request.headers.get('Idempotency-Key'), (await request.json()) as NewReturn])
        if (sent.length === 1) return problem(503, 'unavailable')
        const lines = delivered().lines.map((one) => ({ ...one, returnable: 1 }))
        return answer('create_return', delivered({ lines, returns: [aReturn()] }), { status: 201 })
      }),
    )
    show(delivered())
    await userEvent.click(await screen.findByRole('button', { name: 'Send something back' }))
    await userEvent.click(screen.getByRole('button', { name: 'Ask to send it back' }))
    const units = screen.getByLabelText('How many of Kestrel espresso machine')
    await waitFor(() => expect(units).toHaveFocus())
    expect(units).toHaveAccessibleDescription('Choose at least one.')
    expect(screen.getByLabelText('Why')).toHaveAccessibleDescription(/Say why/)
    expect(sent).toEqual([])

    await userEvent.selectOptions(units, '2')
    await userEvent.type(screen.getByLabelText('Why'), ' It leaks ')
    await userEvent.click(screen.getByRole('button', { name: 'Ask to send it back' }))
    await waitFor(() => expect(sent).toHaveLength(1))
    await userEvent.click(await screen.findByRole('button', { name: 'Ask to send it back' }))
    expect(await screen.findByText(/The shop has your request/)).toBeVisible()
    expect(screen.getByText('Waiting for the shop')).toBeVisible()
    expect(sent[1]).toEqual([sent[0]?.[0], { lines: [{ product_id: product, quantity: 2 }], reason: 'It leaks' }])
    expect(sent[0]?.[0]).toBeTruthy()
  })

  it('another wish has another key', async () => {
    const keys: (string | null)[] = []
    server.use(
      http.post(path('/orders/:id/returns'), ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'))
        return problem(409, 'not_delivered')
      }),
    )
    show(delivered())
    await userEvent.click(await screen.findByRole('button', { name: 'Send something back' }))
    await userEvent.type(screen.getByLabelText('Why'), 'No')
    for (const units of ['1', '3']) {
      await userEvent.selectOptions(screen.getByLabelText(/How many/), units)
      await userEvent.click(screen.getByRole('button', { name: 'Ask to send it back' }))
      await waitFor(() => expect(keys).toHaveLength(Number(units) === 1 ? 1 : 2))
      await screen.findByRole('button', { name: 'Ask to send it back' })
    }
    expect(new Set(keys).size).toBe(2)
  })

  it.each([
    ['requested', 'Waiting for the shop', true],
    ['approved', 'Approved', true],
    ['rejected', 'Not accepted', false],
    ['received', 'Received', false],
    ['withdrawn', 'Withdrawn', false],
  ] as const)('a return that is %s says so in words', async (status, words, open) => {
    show(delivered({ returns: [aReturn({ status, answer: 'Use the green label.' })] }))
    const list = within(await screen.findByRole('region', { name: 'What you send back' }))
    expect(list.getByText(words)).toBeVisible()
    expect(list.getByText('2 × Kestrel espresso machine')).toBeVisible()
    expect(list.getByText('The shop says: Use the green label.')).toBeVisible()
    expect(list.getByText('You said: It leaks')).toBeVisible()
    expect(list.queryByRole('button', { name: 'Keep it after all' }) !== null).toBe(open)
  })

  it('a return is withdrawn after asking once', async () => {
    let withdrawn = 0
    server.use(
      http.post(path('/returns/:id/withdraw'), () => {
        withdrawn += 1
        return answer('withdraw_return', delivered({ returns: [aReturn({ status: 'withdrawn' })] }))
      }),
    )
    show(delivered({ returns: [aReturn()] }))
    await userEvent.click(await screen.findByRole('button', { name: 'Keep it after all' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Withdraw this return?' }))
    expect(dialog.getByText('You keep 2 × Kestrel espresso machine. You can ask again later.')).toBeVisible()
    expect(withdrawn).toBe(0)
    await userEvent.click(dialog.getByRole('button', { name: 'Keep it after all' }))
    expect(await screen.findByText('You keep it.')).toBeVisible()
    expect(withdrawn).toBe(1)
  })

  it('is not offered for what has not arrived', async () => {
    show(delivered({ status: 'shipped', lines: anOrder().lines }))
    expect(await screen.findByRole('heading', { name: 'What you ordered' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Send something back' })).toBeNull()
  })
})

describe('money that went back', () => {
  it.each([
    ['pending', 'On its way to you'],
    ['settled', 'Paid back'],
    ['failed', 'Could not be paid back yet'],
  ] as const)('a refund that is %s is shown with what it is for', async (status, words) => {
    const payment = { provider: 'test', status: 'captured' as const, amount: eur(119700), refunded: eur(39900), at: inSeconds(0) }
    show(delivered({ payment, refunds: [aRefund({ status }), aRefund({ id: '7d2f7c1e-0000-4000-8000-000000000033', amount: eur(0), reason: 'Nothing owed' })] }))
    const list = within(await screen.findByRole('region', { name: 'Paid back' }))
    expect(list.getByText(words, { selector: 'span' })).toBeVisible()
    expect(list.getByText('It leaked')).toBeVisible()
    expect(list.getByText('For 1 × Kestrel espresso machine')).toBeVisible()
    expect(list.getByText(/Shipping: .*4\.90/)).toBeVisible()
    expect(list.getByText(/Paid back in all: .*399\.00/)).toBeVisible()
    expect(list.queryByText('Nothing owed')).toBeNull()
  })

  it('units that were given up are not sent', async () => {
    show(delivered({ status: 'paid', lines: anOrder().lines.map((one) => ({ ...one, quantity: 3, given_up: 2 })) }))
    expect(await screen.findByText('2 units are not sent any more')).toBeVisible()
  })

  it('a paid order can be called off until it is packed, and says that the money goes back', async () => {
    show(delivered({ status: 'paid', lines: anOrder().lines }))
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel this order' }))
    expect(screen.getByText(/what you paid goes back to you/)).toBeVisible()
  })

  it('a packed one cannot', async () => {
    show(delivered({ status: 'packed', lines: anOrder().lines }))
    expect(await screen.findByRole('heading', { name: 'What you ordered' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Cancel this order' })).toBeNull()
  })
})
