import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { aProduct, aProductPage } from '@/testing/catalogue'
import { inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, server, tokensFor } from '@/testing/server'
import { aDiscount, aTaxon, keepRecords, keepTaxa, staffUser } from '@/testing/staff-catalogue'
import { Component as DiscountsPage } from './DiscountsPage'

const routes = [
  { path: '/staff/discounts', Component: DiscountsPage },
  { path: '*', element: <p>elsewhere</p> },
]
const kettle = aProduct()
const brand = aTaxon()

const discounts = [
  aDiscount(),
  aDiscount({ id: 'coming', title: 'Next week', starts_at: inSeconds(3_600), taxon_id: brand.id }),
  aDiscount({ id: 'over', title: 'Last week', starts_at: inSeconds(-7_200), ends_at: inSeconds(-3_600), product_id: kettle.id }),
  aDiscount({ id: 'off', title: 'A mistake', archived: true }),
]

function open(search = '') {
  keepTaxa({ brands: [brand], categories: [aTaxon({ id: 'food', name: 'Food', slug: 'food' }), aTaxon({ id: 'cheese', name: 'Cheese', slug: 'cheese', parent_id: 'food' })] })
  const kept = keepRecords('/discounts', discounts, { made: (body) => aDiscount({ ...body, id: 'made' }) })
  server.use(
    http.get(path('/products'), () => answer('list_products', aProductPage({ items: [kettle] }))),
    http.get(path('/products/:id'), () => answer('get_product', kettle)),
  )
  return { ...kept, ...renderAt(`/staff/discounts${search}`, routes) }
}

const field = (name: string) => screen.findByLabelText(name)
const list = () => screen.findByRole('list', { name: 'Discounts' })

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('discounts', () => {
  it('say where they stand and on what they act', async () => {
    open()
    const rows = within(await list())
    expect(await rows.findByText('Everything in the shop')).toBeVisible()
    expect(await rows.findByText('Brand: Ember')).toBeVisible()
    expect(await rows.findByText(kettle.name)).toBeVisible()
    expect(rows.getAllByText(/^(In force|Coming|Over|Called off)$/).map(({ textContent }) => textContent)).toEqual(['In force', 'Coming', 'Over'])
    await userEvent.click(screen.getByRole('link', { name: 'Called off' }))
    expect(await screen.findByRole('link', { name: 'A mistake' })).toBeVisible()
    expect(screen.queryByRole('link', { name: 'Spring on kettles' })).toBeNull()
  })

  it('are made for a category, with a window', async () => {
    const { created, router } = open('?open=new')
    await userEvent.selectOptions(await field('On what'), 'A category')
    await userEvent.selectOptions(await field('A category'), await screen.findByRole('option', { name: 'Food › Cheese' }))
    await userEvent.type(await field('Title'), 'Cheese week')
    await userEvent.type(await field('Percent off'), '15')
    const ends = await field('Ends')
    await userEvent.clear(ends)
    await userEvent.type(ends, '2030-06-02T09:30:00')
    const begins = await field('Begins')
    await userEvent.clear(begins)
    await userEvent.type(begins, '2030-06-01T09:30:00')
    await userEvent.click(screen.getByRole('button', { name: 'New discount' }))
    await waitFor(() => expect(router.state.location.search).toBe('?open=made'))
    expect(created).toEqual([
      { title: 'Cheese week', percent: 15, starts_at: new Date('2030-06-01T09:30:00').toISOString(), ends_at: new Date('2030-06-02T09:30:00').toISOString(), taxon_id: 'cheese' },
    ])
  })

  it('are made for a product that is found by its words, or that one comes from', async () => {
    const { created } = open('?open=new')
    await userEvent.type(await field('Product'), 'ketle')
    await userEvent.click(await screen.findByRole('button', { name: /Ember gooseneck kettle/ }))
    expect(await screen.findByRole('button', { name: 'Another' })).toBeVisible()
    await userEvent.type(await field('Title'), 'Kettle')
    await userEvent.type(await field('Percent off'), '20')
    await userEvent.click(screen.getByRole('button', { name: 'New discount' }))
    await waitFor(() => expect(created[0]).toMatchObject({ product_id: kettle.id, percent: 20 }))
    expect(created[0]).not.toHaveProperty('taxon_id')
  })

  it('says what is missing before anything is sent', async () => {
    const { created } = open('?open=new')
    await userEvent.type(await field('Percent off'), '95')
    await userEvent.click(screen.getByRole('button', { name: 'New discount' }))
    await waitFor(async () => expect(await field('Product')).toHaveAccessibleDescription(/choose it/))
    expect(await field('Product')).toHaveFocus()
    expect(await field('Title')).toHaveAccessibleDescription(/Enter a title/)
    expect(await field('Percent off')).toHaveAccessibleDescription(/from 1 to 90/)
    expect(created).toEqual([])
  })

  it('are changed, but not on what they act', async () => {
    const { edits } = open('?open=coming')
    expect(await screen.findByText(/This never changes/)).toBeVisible()
    const percent = await field('Percent off')
    await userEvent.clear(percent)
    await userEvent.type(percent, '30')
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    await waitFor(() => expect(edits).toEqual([{ ifMatch: '"1"', body: { percent: 30 } }]))
  })

  it('are called off after they were named', async () => {
    const { edits } = open(`?open=${aDiscount().id}`)
    await userEvent.click(await screen.findByRole('button', { name: 'Call the discount off' }))
    await userEvent.click(within(screen.getByRole('dialog', { name: 'Call off Spring on kettles?' })).getByRole('button', { name: 'Call it off' }))
    expect(await screen.findByRole('button', { name: 'Bring it back' })).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { archived: true } }])
  })
})
