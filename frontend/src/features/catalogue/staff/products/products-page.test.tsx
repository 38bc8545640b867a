import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { aProduct, aProductPage } from '@/testing/catalogue'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { staffUser } from '@/testing/staff-catalogue'
import { Component as ProductsPage } from './ProductsPage'

const routes = [
  { path: '/staff/products', Component: ProductsPage },
  { path: '*', element: <p>elsewhere</p> },
]

const kettle = aProduct({ stock: 0 })
const mug = aProduct({ id: '7d2f7c1e-0000-4000-8000-000000000099', slug: 'mug', name: 'Mug', status: 'draft' })

/** A shop that says what it was asked. */
function open(address: string) {
  const asked: { query: Record<string, string>; token: string | null }[] = []
  server.use(
    http.get(path('/products'), ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams)
      asked.push({ query, token: request.headers.get('Authorization') })
      return answer('list_products', aProductPage({ items: query.status === 'draft' ? [mug] : query.q === 'nothing' ? [] : [kettle], total: query.q === 'nothing' ? 0 : 1 }))
    }),
  )
  return { asked, ...renderAt(address, routes) }
}

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('the list of products', () => {
  it('shows what is published, and what is sold out in words', async () => {
    const { asked } = open('/staff/products')
    const row = await screen.findByRole('row', { name: /Ember gooseneck kettle/ })
    expect(row).toHaveTextContent('Sold out')
    expect(row).toHaveTextContent('€119.00')
    expect(screen.getByRole('link', { name: kettle.name })).toHaveAttribute('href', '/staff/products/ember-kettle')
    expect(asked[0]).toEqual({ query: { status: 'published', facets: 'true', limit: '50' }, token: 'Bearer token-1' })
  })

  it('has its state, its words, its order and its filters in the address', async () => {
    const { asked, router } = open('/staff/products?q=pot&status=draft&sort=price_desc&brand=ember')
    expect(await screen.findByRole('link', { name: 'Mug' })).toBeVisible()
    expect(asked[0]?.query).toMatchObject({ q: 'pot', status: 'draft', sort: 'price', order: 'desc', brand: 'ember' })
    expect(screen.getByRole('searchbox', { name: 'Find products' })).toHaveValue('pot')
    expect(screen.getByRole('link', { name: 'Drafts' })).toHaveAttribute('aria-current', 'page')
    await userEvent.click(screen.getByRole('link', { name: 'Without the filter Brand: ember' }))
    await waitFor(() => expect(router.state.location.search).toBe('?q=pot&status=draft&sort=price_desc'))
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'name')
    await waitFor(() => expect(asked.at(-1)?.query).toMatchObject({ sort: 'name', status: 'draft' }))
    await userEvent.click(screen.getByRole('link', { name: 'Published' }))
    await waitFor(() => expect(router.state.location.search).toBe('?q=pot&sort=name'))
  })

  it('is searched from the keyboard, and says when nothing is like that', async () => {
    const { asked } = open('/staff/products')
    await screen.findByRole('link', { name: kettle.name })
    await userEvent.keyboard('/')
    expect(screen.getByRole('searchbox', { name: 'Find products' })).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    expect(screen.getByRole('link', { name: kettle.name })).toHaveFocus()
    await userEvent.keyboard('/nothing{Enter}')
    expect(await screen.findByText('Nothing is like that')).toBeVisible()
    expect(asked.at(-1)?.query.q).toBe('nothing')
  })

  it('is not confused by an address that makes no sense', async () => {
    const { asked } = open('/staff/products?status=sold&sort=colour')
    await screen.findByRole('link', { name: kettle.name })
    expect(asked[0]?.query).toEqual({ status: 'published', facets: 'true', limit: '50' })
  })
})

describe('several products at once', () => {
  const kettles = ['a', 'b', 'c'].map((id, place) => aProduct({ id, slug: `kettle-${id}`, name: `Kettle ${id}`, version: place + 1 }))

  it('are archived after they were named; those that somebody else has changed are left, and say so', async () => {
    const left = new Set(kettles)
    const asked: [string | null, unknown][] = []
    server.use(
      http.get(path('/products'), () => answer('list_products', aProductPage({ items: [...left], total: left.size }))),
      http.patch(path('/products/:id'), async ({ request, params }) => {
        const seen = request.headers.get('If-Match')
        asked.push([seen, await request.json()])
        const product = kettles.find(({ id }) => id === params.id) ?? aProduct()
        if (product.id === 'b') return problem(412, 'precondition_failed')
        left.delete(product)
        return answer('update_product', { ...product, status: 'archived', version: product.version + 1 })
      }),
    )
    renderAt('/staff/products', routes)
    for (const { name } of kettles) await userEvent.click(await screen.findByRole('checkbox', { name: `Choose ${name}` }))
    const chosen = within(screen.getByRole('region', { name: 'What is chosen' }))
    expect(chosen.getByText('3 products chosen')).toBeVisible()
    expect(chosen.queryByRole('button', { name: 'Publish' })).toBeNull()
    await userEvent.click(chosen.getByRole('button', { name: 'Archive' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Archive 3 products?' }))
    expect(dialog.getByText(/Kettle a, Kettle b, and Kettle c/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Archive' }))
    expect(await screen.findByText('2 products are archived.')).toBeVisible()
    expect(screen.getByText('Kettle b stays as it was. Somebody else changed it.')).toBeVisible()
    expect(asked).toEqual([
      ['"1"', { status: 'archived' }],
      ['"2"', { status: 'archived' }],
      ['"3"', { status: 'archived' }],
    ])
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Kettle a' })).toBeNull())
    expect(screen.getByRole('checkbox', { name: 'Choose Kettle b' })).toBeChecked()
    await userEvent.click(screen.getByRole('button', { name: 'Choose none' }))
    expect(screen.queryByRole('region', { name: 'What is chosen' })).toBeNull()
  })
})
