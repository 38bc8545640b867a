import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { ProductPage } from '@/api/types'
import { aProduct, aProductPage, someFacets } from '@/testing/catalogue'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server } from '@/testing/server'
import { Component } from './BrowsePage'

const routes = [
  { path: '/products', Component },
  { path: '*', element: <p>elsewhere</p> },
]

/** A shop whose list answers as told; what it was asked is kept. */
function browse(address: string, list: (query: URLSearchParams) => ProductPage = () => aProductPage()) {
  const asked: string[] = []
  server.use(
    http.get(path('/products'), ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query.toString())
      return answer('list_products', list(query))
    }),
  )
  return { asked, ...renderAt(address, routes) }
}

const named = (...names: string[]) => names.map((name) => aProduct({ id: name, slug: name, name }))
const where = (router: ReturnType<typeof renderAt>['router']) => router.state.location.pathname + router.state.location.search

describe('the list of products', () => {
  it('asks for what the address says, with how many there would be', async () => {
    const { asked } = browse('/products?q=kettle&brand=ember,kestrel&price_max=20000&sort=price&order=desc')
    expect(await screen.findByRole('heading', { name: '“kettle”' })).toBeVisible()
    await screen.findByText('1 product')
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toEqual({
      q: 'kettle',
      brand: 'ember,kestrel',
      price_max: '20000',
      sort: 'price',
      order: 'desc',
      limit: '24',
      facets: 'true',
    })
  })

  it('says what it searched for instead of a word that nobody knows', async () => {
    browse('/products?q=fromaj', () => aProductPage({ corrected_q: 'fromage' }))
    expect(await screen.findByText('“fromage”')).toBeVisible()
    expect(screen.getByText(/nothing here is spelt “fromaj”/)).toBeVisible()
  })

  it('narrows by a press in the sheet, puts that into the address, and takes it back by its chip', async () => {
    const facets = { ...someFacets, brands: someFacets.brands.map((brand) => ({ ...brand, selected: brand.slug === 'ember' })) }
    const { router } = browse('/products?sort=name&page=2', (query) => aProductPage(query.has('brand') ? { facets } : {}))
    await userEvent.click(await screen.findByRole('button', { name: 'Filters' }))
    await userEvent.click(await within(screen.getByRole('dialog')).findByRole('checkbox', { name: /^Ember/ }))
    expect(where(router)).toBe('/products?brand=ember&sort=name')
    await userEvent.click(await screen.findByRole('button', { name: 'Show 1 product' }))
    await userEvent.click(await screen.findByRole('link', { name: 'Without the filter: Ember' }))
    expect(where(router)).toBe('/products?sort=name')
  })

  it('shows as many pages as the address names, and more when asked', async () => {
    const pages: Record<string, ProductPage> = {
      first: aProductPage({ items: named('one', 'two'), next_cursor: 'second', total: 5 }),
      second: aProductPage({ items: named('three', 'four'), next_cursor: 'third', facets: null, total: null }),
      third: aProductPage({ items: named('five'), facets: null, total: null }),
    }
    const { asked, router } = browse('/products?page=2', (query) => pages[query.get('cursor') ?? 'first'] ?? aProductPage())
    expect(await screen.findByRole('link', { name: 'four' })).toBeVisible()
    expect(screen.getByText('4 of 5 products')).toBeVisible()
    // Counting is dear: only the first page is counted.
    expect(asked.map((query) => new URLSearchParams(query).has('facets'))).toEqual([true, false])
    await userEvent.click(screen.getByRole('button', { name: 'Show more products' }))
    expect(await screen.findByRole('link', { name: 'five' })).toBeVisible()
    expect(where(router)).toBe('/products?page=3')
    expect(screen.queryByRole('button', { name: 'Show more products' })).not.toBeInTheDocument()
  })

  it('keeps showing the last answer while the next one is on its way', async () => {
    let held = false
    let release: () => void = () => undefined
    const hold = new Promise<void>((resolve) => (release = resolve))
    server.use(
      http.get(path('/products'), async ({ request }) => {
        if (new URL(request.url).searchParams.has('sort')) await hold
        return answer('list_products', aProductPage({ items: named(held ? 'after' : 'before') }))
      }),
    )
    renderAt('/products', routes)
    await screen.findByRole('link', { name: 'before' })
    held = true
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'name')
    expect(screen.getByRole('link', { name: 'before' })).toBeVisible()
    expect(screen.getByRole('region', { name: 'Products' })).toHaveAttribute('aria-busy', 'true')
    release()
    expect(await screen.findByRole('link', { name: 'after' })).toBeVisible()
  })

  it('offers ways on when nothing matches', async () => {
    const { router } = browse('/products?q=zzz&in_stock=true', (query) => aProductPage({ items: query.get('q') === 'zzz' ? [] : [aProduct()] }))
    expect(await screen.findByRole('heading', { name: 'Nothing found for “zzz”' })).toBeVisible()
    await userEvent.click(screen.getByRole('link', { name: 'Keep the filters, drop the words' }))
    await waitFor(() => expect(where(router)).toBe('/products?in_stock=true'))
  })

  it('says what went wrong, and asks again when told', async () => {
    let down = true
    server.use(http.get(path('/products'), () => (down ? problem(422, 'validation') : answer('list_products', aProductPage()))))
    renderAt('/products', routes)
    const again = await screen.findByRole('button', { name: 'Try again' })
    down = false
    await userEvent.click(again)
    expect(await screen.findByRole('link', { name: aProduct().name })).toBeVisible()
  })
})
