import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { staffRoutes } from '@/app/staff'
import { aSale, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, server, tokensFor } from '@/testing/server'

const navigation = () => screen.findByRole('navigation', { name: 'Back office' })

beforeEach(() => {
  const sales = [aSale(), aSale({ id: '7d2f7c1e-0000-4000-8000-00000000000a', title: 'Ember kettle' })]
  server.use(
    http.get(path('/sales'), () => answer('list_sales', { items: sales, next_cursor: null })),
    http.get(path('/admin/orders'), () => answer('search_orders', { items: [], next_cursor: null })),
    http.get(path('/reviews'), () => answer('list_reviews', { items: [], next_cursor: null })),
    http.get(path('/sales/:id'), () => answer('get_sale', aSale(), { headers: { ETag: '"1"' } })),
  )
})

describe('the back office for those who run the shop', () => {
  beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

  it('says where one is, and leads from page to page', async () => {
    renderAt('/staff/sales', staffRoutes())
    const nav = within(await navigation())
    expect(nav.getByRole('link', { name: 'Sales' })).toHaveAttribute('aria-current', 'page')
    await userEvent.click(nav.getByRole('link', { name: 'Reviews' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Moderate reviews' })).toBeVisible()
    expect(nav.getByRole('link', { name: 'Reviews' })).toHaveAttribute('aria-current', 'page')
    expect(nav.getByRole('link', { name: 'Sales' })).not.toHaveAttribute('aria-current')
    await waitFor(() => expect(screen.getByRole('main')).toHaveFocus())
  })

  it('marks the list that a page belongs to', async () => {
    renderAt(`/staff/sales/${aSale().id}`, staffRoutes())
    expect(within(await navigation()).getByRole('link', { name: 'Sales' })).toHaveAttribute('aria-current', 'true')
  })

  it('begins with its first page, and says when there is none at an address', async () => {
    const { router } = renderAt('/staff', staffRoutes())
    await navigation()
    expect(router.state.location.pathname).toMatch(/^\/staff\/\w+/)
    await router.navigate('/staff/nothing-here')
    expect(await screen.findByRole('heading', { name: 'There is nothing behind this door' })).toBeVisible()
  })

  it('walks through rows with the arrow keys and opens one with Enter', async () => {
    const { router } = renderAt('/staff/sales', staffRoutes())
    const first = await screen.findByRole('link', { name: aSale().title })
    const second = screen.getByRole('link', { name: 'Ember kettle' })
    first.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(second).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    expect(second).toHaveFocus()
    await userEvent.keyboard('{Home}')
    expect(first).toHaveFocus()
    await userEvent.keyboard('{End}{Enter}')
    expect(router.state.location.pathname).toBe('/staff/sales/7d2f7c1e-0000-4000-8000-00000000000a')
  })
})

describe('the back office for everybody else', () => {
  it('shows customers neither pages nor the way to them', async () => {
    session.signIn(tokensFor(aUser))
    renderAt('/staff/reviews', staffRoutes())
    expect(await screen.findByRole('heading', { name: 'Your account may not do this' })).toBeVisible()
    expect(screen.queryByRole('navigation', { name: 'Back office' })).toBeNull()
  })

  it('offers visitors the way in, and back to the page', async () => {
    await session.signOut()
    renderAt('/staff/reviews?status=rejected', staffRoutes())
    expect(await screen.findByRole('link', { name: 'Log in' })).toHaveAttribute('href', `/login?next=${encodeURIComponent('/staff/reviews?status=rejected')}`)
  })
})
