import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Sale } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aSale, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'

const staff = { ...aUser, role: 'staff' as const }
const tag = (version: number) => ({ headers: { ETag: `"${version}"` } })

/** A shop with one sale, which counts the edits of its staff. */
function shop(sale: Sale = aSale(), refuse?: (body: unknown) => Response | null) {
  const state = { sale, version: 1 }
  const edits: { ifMatch: string | null; body: unknown }[] = []
  const become = (changes: Partial<Sale>) => {
    state.sale = { ...state.sale, ...changes }
    state.version += 1
  }
  server.use(
    http.get(path('/sales/:id'), () => answer('get_sale', state.sale, tag(state.version))),
    http.patch(path('/sales/:id'), async ({ request }) => {
      const body = (await request.json()) as Partial<Sale>
      const ifMatch = request.headers.get('If-Match')
      edits.push({ ifMatch, body })
      const refusal = refuse?.(body)
      if (refusal) return refusal
      if (ifMatch !== `"${state.version}"`) return problem(412, 'precondition_failed')
      become(body)
      return answer('update_sale', state.sale, tag(state.version))
    }),
    http.post(path('/sales/:id/pause'), () => {
      become({ status: 'paused' })
      return answer('pause_sale', state.sale, tag(state.version))
    }),
    http.post(path('/sales/:id/cancel'), () => problem(409, 'sale_over', { sale_status: 'ended' })),
  )
  return { edits, become, ...renderAt(`/staff/sales/${sale.id}`, staffRoutes()) }
}

const field = (name: string | RegExp) => screen.findByLabelText(name)
const save = async () => userEvent.click(await screen.findByRole('button', { name: 'Save the changes' }))
async function type(name: string, text: string) {
  const input = await field(name)
  await userEvent.clear(input)
  await userEvent.type(input, text)
}

beforeEach(() => session.signIn(tokensFor(staff)))

describe('changing a sale', () => {
  it('sends only what was changed, for the version that was seen', async () => {
    const { edits } = shop()
    await type('Units in this sale', '120')
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { allocated: 120 } }])
    expect(screen.getByRole('heading', { name: 'Change the sale' })).toHaveFocus()
    // The next one builds on it.
    await type('Title', 'Kestrel, again')
    await save()
    await waitFor(() => expect(edits).toHaveLength(2))
    expect(edits[1]).toEqual({ ifMatch: '"2"', body: { title: 'Kestrel, again' } })
  })

  it('sends times as moments, whatever the device calls them', async () => {
    const { edits } = shop(aSale({ ends_at: '2030-06-01T10:00:00.123456Z' }))
    const closes = await field('Closes')
    const opens = (await field('Opens')) as HTMLInputElement
    const before = opens.value
    await userEvent.clear(closes)
    await userEvent.type(closes, '2030-06-02T09:30:15')
    await save()
    await waitFor(() => expect(edits).toHaveLength(1))
    expect(edits[0]?.body).toEqual({ ends_at: new Date('2030-06-02T09:30:15').toISOString() })
    expect(before).not.toBe('')
  })

  it('asks the shop for nothing when nothing was changed or something is missing', async () => {
    const { edits } = shop()
    await save()
    expect(await screen.findByText(/Nothing to save/)).toBeVisible()
    await type('Units in this sale', 'many')
    await save()
    await waitFor(async () => expect(await field('Units in this sale')).toHaveAccessibleDescription(/Enter a whole number/))
    expect(edits).toEqual([])
  })

  it('says next to the field what the shop will not do', async () => {
    shop(aSale(), () => problem(409, 'allocation_below_held', { held: 63 }))
    await type('Units in this sale', '5')
    await save()
    await waitFor(async () => expect(await field('Units in this sale')).toHaveAccessibleDescription(/Orders hold 63 units/))
    expect(await field('Units in this sale')).toHaveFocus()
  })

  it('shows what somebody else changed, and goes on from there', async () => {
    const { edits, become } = shop()
    await type('Title', 'Mine')
    become({ title: 'Theirs', allocated: 80 })
    await save()
    const heading = await screen.findByRole('heading', { name: 'Somebody else changed it' })
    await waitFor(() => expect(heading).toHaveFocus())
    const notice = within(screen.getAllByRole('alert').find((alert) => alert.contains(heading)) ?? document.body)
    expect(notice.getByText('Theirs')).toBeVisible()
    expect(notice.getByText('80')).toBeVisible()
    // What one typed is still there until one takes over the new values.
    expect(await field('Title')).toHaveValue('Mine')
    await userEvent.click(notice.getByRole('button', { name: 'Take over the new values' }))
    expect(await field('Title')).toHaveValue('Theirs')
    await type('Title', 'Both of us')
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits.map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"'])
  })
})

describe('stopping a sale', () => {
  it('asks first, then pauses, and what was typed stays', async () => {
    const { edits } = shop()
    await type('Title', 'Typed before')
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }))
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Pause the sale' }))
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeVisible()
    expect(screen.getByText('Paused')).toBeVisible()
    // One's own pause is no reason to be refused afterwards.
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"2"', body: { title: 'Typed before' } }])
  })

  it('says in the dialog what could not be done', async () => {
    shop()
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel for good' }))
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel the sale' }))
    expect(await dialog.findByRole('heading', { name: 'This sale is over' })).toBeVisible()
  })

  it('offers nothing for a sale that is over', async () => {
    shop(aSale({ status: 'cancelled' }))
    expect(await screen.findByText(/cannot be changed any more/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /Pause|Resume|Cancel|Save/ })).toBeNull()
  })
})

describe('the list', () => {
  it('leads to each sale with its state and what is left', async () => {
    const paused = aSale({ id: '7d2f7c1e-0000-4000-8000-00000000000a', title: 'Paused one', status: 'paused', remaining: 1_200, allocated: 5_000 })
    server.use(http.get(path('/sales'), () => answer('list_sales', { items: [paused, aSale()], next_cursor: null })))
    renderAt('/staff/sales', staffRoutes())
    const link = await screen.findByRole('link', { name: 'Paused one' })
    expect(link).toHaveAttribute('href', `/staff/sales/${paused.id}`)
    const row = within(link.closest('li') ?? document.body)
    expect(row.getByText('1,200 of 5,000 left')).toBeVisible()
    expect(row.getByText('Paused')).toBeVisible()
  })

  it('is nothing for customers', async () => {
    session.signIn(tokensFor(aUser))
    renderAt('/staff/sales', staffRoutes())
    expect(await screen.findByRole('heading', { name: 'Your account may not do this' })).toBeVisible()
  })
})
