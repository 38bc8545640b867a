import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { StaffOrderRow } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { ada, aPaidOrder, aStaffOrder } from '@/testing/staff-orders'
import { searchOf } from './order-filters'

const rowOf = (number: string, changes: Parameters<typeof aPaidOrder>[0] = {}): StaffOrderRow => ({
  order: aPaidOrder({ id: `7d2f7c1e-0000-4000-8000-0000${number.replaceAll('-', '').toLowerCase()}`.slice(0, 36), number, ...changes }),
  customer: ada,
})

/** A shop with two pages of orders, which remembers what it was asked for. */
function list(pages: StaffOrderRow[][]) {
  const asked: Record<string, string>[] = []
  server.use(
    http.get(path('/admin/orders'), ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams)
      asked.push(query)
      if (query.q === 'what') return problem(422, 'validation', { errors: [{ pointer: '#q', detail: 'an order\'s number or id, or an e-mail address' }] })
      const place = Number(query.cursor ?? 0)
      return answer('search_orders', { items: pages[place] ?? [], next_cursor: place + 1 < pages.length ? String(place + 1) : null })
    }),
    http.get(path('/admin/orders/:id'), () => answer('get_any_order', aStaffOrder())),
  )
  return asked
}

const two = [[rowOf('K3F9-2M7Q-XW4T'), rowOf('AAAA-2M7Q-XW4T', { status: 'packed' })], [rowOf('ZZZZ-2M7Q-XW4T', { status: 'delivered' })]]

beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

describe('the list of orders', () => {
  it('shows who ordered what, page by page', async () => {
    const asked = list(two)
    renderAt('/staff/orders', staffRoutes())
    const row = within((await screen.findByRole('link', { name: 'K3F9-2M7Q-XW4T' })).closest('tr') ?? document.body)
    expect(row.getAllByText('Ada')[0]).toBeVisible()
    expect(row.getAllByText('3 × Ember gooseneck kettle and 1 more product')[0]).toBeVisible()
    expect(row.getByText('€393.90')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Show older orders' }))
    expect(await screen.findByRole('link', { name: 'ZZZZ-2M7Q-XW4T' })).toBeVisible()
    expect(asked).toEqual([{ limit: '50' }, { limit: '50', cursor: '1' }])
    expect(screen.queryByRole('button', { name: 'Show older orders' })).toBeNull()
  })

  it('keeps its filters in the address, and finds its way back', async () => {
    const asked = list(two)
    const { router } = renderAt('/staff/orders?q=K3F9', staffRoutes())
    expect(await screen.findByRole('searchbox')).toHaveValue('K3F9')
    await userEvent.click(screen.getByRole('link', { name: 'To ship' }))
    await waitFor(() => expect(asked.at(-1)).toEqual({ limit: '50', q: 'K3F9', status: 'packed' }))
    expect(router.state.location.search).toBe('?q=K3F9&status=packed')
    expect(screen.getByRole('link', { name: 'To ship' })).toHaveAttribute('aria-current', 'page')
    await router.navigate(-1)
    await waitFor(() => expect(screen.getByRole('link', { name: 'All' })).toHaveAttribute('aria-current', 'page'))
  })

  it('is searched with the keyboard alone', async () => {
    list(two)
    const { router } = renderAt('/staff/orders', staffRoutes())
    await screen.findByRole('link', { name: 'K3F9-2M7Q-XW4T' })
    await userEvent.keyboard('/')
    expect(screen.getByRole('searchbox')).toHaveFocus()
    expect(screen.getByRole('searchbox')).toHaveValue('')
    await userEvent.keyboard('ada@example.com{Enter}')
    await waitFor(() => expect(router.state.location.search).toBe('?q=ada%40example.com'))
    await screen.findByRole('link', { name: 'K3F9-2M7Q-XW4T' })
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(screen.getByRole('link', { name: 'AAAA-2M7Q-XW4T' })).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}{Enter}')
    expect(await screen.findByRole('heading', { name: /^Order K3F9/ })).toBeVisible()
  })

  it('says at the field what it cannot be searched for', async () => {
    list(two)
    renderAt('/staff/orders?q=what', staffRoutes())
    await waitFor(() => expect(screen.getByRole('searchbox')).toHaveAccessibleDescription(/whole number, its id, or an email address/))
    expect(screen.getByRole('searchbox')).toHaveValue('what')
  })

  it('offers the way out of filters that find nothing', async () => {
    const asked = list([[]])
    renderAt('/staff/orders?status=returned&from=2026-11-01', staffRoutes())
    await userEvent.click(await screen.findByRole('button', { name: 'Show all orders' }))
    await waitFor(() => expect(asked.at(-1)).toEqual({ limit: '50' }))
  })

  it('means days whole, where the reader is', () => {
    const none = { q: '', status: '', sale_id: '', from: '', to: '' }
    expect(searchOf(none)).toEqual({})
    expect(searchOf({ ...none, from: '2026-11-29', to: '2026-11-30' })).toEqual({
      from: new Date(2026, 10, 29).toISOString(),
      to: new Date(2026, 11, 1).toISOString(),
    })
    expect(searchOf({ ...none, from: 'yesterday', to: '2026-99' })).toEqual({})
  })
})
