import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { OrderToPack, PackedOrder } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aUser, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { ada, aPaidOrder } from '@/testing/staff-orders'

const idOf = (place: number) => `7d2f7c1e-0000-4000-8000-${String(place).padStart(12, '0')}`
const toPack = (place: number): OrderToPack => ({
  order: aPaidOrder({ id: idOf(place), number: `AAAA-AAAA-${String(place).padStart(4, '0')}` }),
  paid_at: inSeconds(place - 1000),
  customer: ada,
})

/** A shop with so many orders to pack; some of them are refused. */
function keepList(count: number, refused: Record<string, PackedOrder['outcome']> = {}) {
  let waiting = Array.from({ length: count }, (_, place) => toPack(place))
  const asked: string[][] = []
  server.use(
    http.get(path('/admin/pack-list'), () => answer('get_pack_list', { items: waiting, next_cursor: null })),
    http.post(path('/admin/orders/pack'), async ({ request }) => {
      const { order_ids } = (await request.json()) as { order_ids: string[] }
      asked.push(order_ids)
      const items = order_ids.map((order_id): PackedOrder => ({ order_id, outcome: refused[order_id] ?? 'packed' }))
      waiting = waiting.filter(({ order }) => !order_ids.includes(order.id))
      return answer('pack_orders', { items })
    }),
  )
  return asked
}

const open = () => renderAt('/staff/pack-list', staffRoutes())
const tick = async (name: string) => userEvent.click(await screen.findByRole('checkbox', { name }))

beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

describe('the pack list', () => {
  it('packs what is selected, after saying what that does, and says what became of each', async () => {
    const asked = keepList(3, { [idOf(2)]: 'illegal_transition' })
    open()
    await tick('Select order AAAA-AAAA-0000')
    expect(screen.getByText('1 order selected, 4 units')).toBeVisible()
    await tick('Select order AAAA-AAAA-0002')
    expect(screen.getByRole('checkbox', { name: 'Select all' })).toBePartiallyChecked()
    await userEvent.click(screen.getByRole('button', { name: 'Pack 2 orders' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/2 orders with 8 units become packed/)).toBeVisible()
    expect(asked).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Pack 2 orders' }))
    expect(await screen.findByText('1 of 2 orders packed.')).toBeVisible()
    expect(screen.getByRole('heading', { name: 'What became of them' })).toHaveFocus()
    const [first, second] = within(screen.getByRole('region', { name: 'What became of them' })).getAllByRole('listitem')
    expect(first).toHaveTextContent(/AAAA-AAAA-0002.*Not packed: it is not paid any more/)
    expect(second).toHaveTextContent(/AAAA-AAAA-0000.*Packed/)
    expect(asked).toEqual([[idOf(0), idOf(2)]])
    await waitFor(() => expect(screen.queryByRole('checkbox', { name: 'Select order AAAA-AAAA-0000' })).toBeNull())
    expect(screen.getByRole('checkbox', { name: 'Select order AAAA-AAAA-0001' })).not.toBeChecked()
  })

  it('packs more than one request takes, one after the other', async () => {
    const asked = keepList(60)
    open()
    await tick('Select all')
    await userEvent.click(screen.getByRole('button', { name: 'Pack 60 orders' }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Pack 60 orders' }))
    expect(await screen.findByText('60 orders packed.')).toBeVisible()
    expect(asked.map((ids) => ids.length)).toEqual([50, 10])
    expect(await screen.findByRole('heading', { name: 'Everything is packed' })).toBeVisible()
  })

  it('says in the dialog what went wrong, and keeps the selection', async () => {
    keepList(2)
    server.use(http.post(path('/admin/orders/pack'), () => HttpResponse.error()))
    open()
    await tick('Select all')
    await userEvent.click(screen.getByRole('button', { name: 'Pack 2 orders' }))
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Pack 2 orders' }))
    expect(await dialog.findByRole('heading', { name: 'No answer from the shop' })).toBeVisible()
    expect(screen.getByText('2 orders selected, 8 units')).toBeVisible()
  })

  it('says what is to be fetched, on paper', async () => {
    keepList(2)
    const print = vi.fn()
    vi.stubGlobal('print', print)
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Print' }))
    expect(print).toHaveBeenCalledOnce()
    const fetched = within(screen.getByRole('table', { name: 'To fetch' }))
    expect(fetched.getByRole('row', { name: '6 Ember gooseneck kettle' })).toBeInTheDocument()
    await tick('Select order AAAA-AAAA-0001')
    expect(fetched.getByRole('row', { name: '3 Ember gooseneck kettle' })).toBeInTheDocument()
  })

  it('asks again when the shop does not answer', async () => {
    server.use(http.get(path('/admin/pack-list'), () => problem(503, 'unavailable')))
    open()
    const again = await screen.findByRole('button', { name: 'Try again' })
    keepList(1)
    await userEvent.click(again)
    expect(await screen.findByRole('checkbox', { name: 'Select order AAAA-AAAA-0000' })).toBeVisible()
  })
})
