import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Product, Sale } from '@/api/types'
import { aProduct } from '@/testing/catalogue'
import { aSale, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server } from '@/testing/server'
import { Component } from './ProductPage'

const routes = [
  { path: '/products/:slug', Component },
  { path: '*', element: <p>elsewhere</p> },
]
const leaf = { id: '2', slug: 'coffee', name: 'Coffee and tea', children: [] }

function show(product: Product, { sales = [] as Sale[], similar = [] as Product[] } = {}) {
  server.use(
    http.get(path('/products/:slug'), () => answer('get_product', product)),
    http.get(path('/products'), () => answer('list_products', { items: similar, next_cursor: null, corrected_q: null, total: null, facets: null })),
    http.get(path('/products/:slug/reviews'), () => answer('list_product_reviews', { items: [], next_cursor: null })),
    http.get(path('/categories/tree'), () => answer('get_category_tree', { items: [{ id: '1', slug: 'home', name: 'Home', children: [leaf] }] })),
    http.get(path('/sales'), () => answer('list_sales', { items: sales, next_cursor: null })),
  )
  return renderAt(`/products/${product.slug}`, routes)
}

beforeEach(() => session.end())

it('says what it costs and until when, how many there are, and where it stands in the shop', async () => {
  const ends_at = inSeconds(86_400)
  show(aProduct({ price: { amount: 8_900, currency: 'EUR' }, list_price: { amount: 11_900, currency: 'EUR' }, discount: { percent: 25, ends_at } }))
  expect(await screen.findByRole('heading', { name: 'Ember gooseneck kettle', level: 1 })).toBeVisible()
  expect(screen.getByText('€89.00')).toBeVisible()
  expect(screen.getByText('€119.00')).toBeVisible()
  expect(screen.getByText(/^25% off until /)).toBeVisible()
  expect(screen.getByText('7 in stock')).toBeVisible()
  expect(await screen.findByRole('link', { name: 'Home' })).toHaveAttribute('href', '/products?category=home')
  expect(screen.getByText('20%, in the price')).toBeVisible()
})

it('shows the other pictures when asked, and similar products without itself', async () => {
  const images = [
    { url: '/a.svg', alt: 'From the front', sources: [] },
    { url: '/b.svg', alt: 'From above', sources: [] },
  ]
  const product = aProduct({ images })
  show(product, { similar: [product, aProduct({ id: 'other', slug: 'other', name: 'Another kettle' })] })
  expect(await screen.findByRole('img', { name: 'From the front' })).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Show picture 2 of 2' }))
  expect(screen.getByRole('img', { name: 'From above' })).toBeVisible()
  expect(await screen.findByRole('link', { name: 'Another kettle' })).toBeVisible()
  expect(screen.queryByRole('link', { name: product.name })).not.toBeInTheDocument()
})

it('leads to the sale that the product is in', async () => {
  const product = aProduct()
  show(product, { sales: [aSale({ title: 'Kettle morning', product: { ...aSale().product, id: product.id } })] })
  expect(await screen.findByRole('link', { name: /Kettle morning.*On sale for €399.00/ })).toHaveAttribute('href', `/sales/${aSale().id}`)
})

it('says so when there is no such product', async () => {
  server.use(http.get(path('/products/:slug'), () => problem(404, 'not_found')))
  renderAt('/products/nothing', routes)
  expect(await screen.findByText('This product is not in the shop')).toBeVisible()
  expect(screen.getByRole('link', { name: 'See all products' })).toBeVisible()
})
