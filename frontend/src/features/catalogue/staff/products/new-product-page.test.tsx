import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Product } from '@/api/types'
import { aProduct } from '@/testing/catalogue'
import { renderAt } from '@/testing/render'
import { problem, tokensFor } from '@/testing/server'
import { aTaxon, keepRecords, keepTaxa, staffUser } from '@/testing/staff-catalogue'
import { Component as NewProductPage } from './NewProductPage'

const routes = [
  { path: '/staff/products/new', Component: NewProductPage },
  { path: '*', element: <p>elsewhere</p> },
]

beforeEach(() => {
  session.signIn(tokensFor(staffUser))
  keepTaxa({ brands: [aTaxon()] })
})

describe('a new product', () => {
  it('begins as a draft, at an address that follows its name', async () => {
    const { created } = keepRecords<Product>('/products', [], { made: ({ name = '', slug = '' }) => aProduct({ name, slug, status: 'draft' }) })
    const { router } = renderAt('/staff/products/new', routes)
    await userEvent.type(await screen.findByLabelText('Name'), 'Café crème, 250 g')
    expect(screen.getByLabelText('Address')).toHaveValue('cafe-creme-250-g')
    await userEvent.type(screen.getByLabelText('List price, in EUR'), '4.5')
    await userEvent.selectOptions(await screen.findByLabelText('Brand'), await screen.findByRole('option', { name: 'Ember' }))
    await userEvent.type(screen.getByLabelText('Units in stock (optional)'), '12')
    await userEvent.click(screen.getByRole('button', { name: 'Make the draft' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/staff/products/cafe-creme-250-g'))
    expect(created).toEqual([
      expect.objectContaining({ name: 'Café crème, 250 g', slug: 'cafe-creme-250-g', price: { amount: 450, currency: 'EUR' }, vat_basis_points: 2000, weight_grams: 0, stock: 12, status: 'draft', brand_id: aTaxon().id, category_id: null }),
    ])
    expect(Object.keys(sessionStorage).filter((key) => key.includes('new.product'))).toEqual([])
  })

  it('keeps an address that somebody chose, and what was typed when the shop refuses', async () => {
    keepRecords<Product>('/products', [], { refuse: () => problem(409, 'slug_taken') })
    const { unmount } = renderAt('/staff/products/new', routes)
    await userEvent.type(await screen.findByLabelText('Name'), 'Kettle')
    await userEvent.type(screen.getByLabelText('Address'), '-two')
    await userEvent.type(screen.getByLabelText('Name'), ' with a lid')
    expect(screen.getByLabelText('Address')).toHaveValue('kettle-two')
    await userEvent.type(screen.getByLabelText('List price, in EUR'), '10')
    await userEvent.click(screen.getByRole('radio', { name: /^Published/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Make and publish it' }))
    await waitFor(() => expect(screen.getByLabelText('Address')).toHaveFocus())
    unmount()
    renderAt('/staff/products/new', routes)
    expect(await screen.findByLabelText('Name')).toHaveValue('Kettle with a lid')
  })
})
