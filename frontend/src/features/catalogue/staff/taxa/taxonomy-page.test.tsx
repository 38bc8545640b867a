import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Taxon } from '@/api/types'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { aTaxon, keepRecords, staffUser } from '@/testing/staff-catalogue'
import { plurals, type Taxonomy } from './taxonomies'
import { pageOf } from './TaxonomyPage'

const category = (id: string, name: string, parent_id: string | null = null) => aTaxon({ id, name, slug: id, parent_id })
const categories = [category('cheese', 'Cheese', 'food'), category('drinks', 'Drinks'), category('food', 'Food'), category('goat', 'Goat cheese', 'cheese')]

function open(kind: Taxonomy, taxa: Taxon[], search = '', refuse?: (body: unknown) => Response | null) {
  const at = `/${plurals[kind]}`
  const kept = keepRecords(at, taxa, { made: ({ name = '', slug = '', parent_id = null }) => aTaxon({ id: 'made', name, slug, parent_id }), ...(refuse && { refuse }) })
  server.use(
    http.get(path(at), ({ request }) => {
      const archived = new URL(request.url).searchParams.get('archived') === 'true'
      return answer('list_brands', { items: kept.records.filter((taxon) => taxon.archived === archived), next_cursor: null })
    }),
  )
  return { ...kept, ...renderAt(`/staff/${plurals[kind]}${search}`, [{ path: `/staff/${plurals[kind]}`, Component: pageOf(kind) }, { path: '*', element: <p>elsewhere</p> }]) }
}

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('brands, regions and tags', () => {
  it.each(['brand', 'region', 'tag'] as const)('%s: are made, and opened by their address', async (kind) => {
    const { created, router } = open(kind, [aTaxon()])
    await userEvent.click(await screen.findByRole('link', { name: `New ${kind}` }))
    expect(await screen.findByRole('heading', { name: `New ${kind}` })).toHaveFocus()
    expect(screen.queryByLabelText('Below')).toBeNull()
    await userEvent.type(screen.getByLabelText('Name'), 'Forge d’Été')
    await userEvent.click(screen.getByRole('button', { name: `New ${kind}` }))
    await waitFor(() => expect(router.state.location.search).toBe('?open=made'))
    expect(created).toEqual([{ name: 'Forge d’Été', slug: 'forge-dete', description: '' }])
    expect(await screen.findByRole('heading', { name: 'Forge d’Été' })).toBeVisible()
  })

  it('are renamed for the version that was seen, and the list knows', async () => {
    const { edits } = open('brand', [aTaxon()], '?open=7d2f7c1e-0000-4000-8000-000000000012')
    const name = await screen.findByLabelText('Name')
    await userEvent.clear(name)
    await userEvent.type(name, 'Ember & Sons')
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { name: 'Ember & Sons' } }])
    expect(await within(screen.getByRole('list', { name: 'Brands' })).findByRole('link', { name: 'Ember & Sons' })).toBeVisible()
  })

  it('shows both versions when somebody else was faster', async () => {
    const taxon = aTaxon()
    const { become, edits } = open('brand', [taxon], `?open=${taxon.id}`)
    const name = await screen.findByLabelText('Name')
    await userEvent.type(name, ' mine')
    become(taxon.id, { name: 'Theirs' })
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    const choice = within(await screen.findByRole('group', { name: /^Name/ }))
    expect(choice.getByRole('radio', { name: /Theirs/ })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Go on with this choice' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits.at(-1)).toEqual({ ifMatch: '"2"', body: { name: 'Ember mine' } })
  })

  it('are archived after they were named, and brought back', async () => {
    const taxon = aTaxon()
    const { edits } = open('brand', [taxon], `?open=${taxon.id}`)
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }))
    await userEvent.click(within(screen.getByRole('dialog', { name: 'Archive Ember?' })).getByRole('button', { name: 'Archive it' }))
    const back = await screen.findByRole('button', { name: 'Bring it back' })
    await waitFor(() => expect(back).toHaveFocus())
    expect(await screen.findByText('There is no brand yet')).toBeVisible()
    await userEvent.click(back)
    expect(await screen.findByRole('button', { name: 'Archive' })).toBeVisible()
    expect(edits.map(({ body }) => body)).toEqual([{ archived: true }, { archived: false }])
  })

  it('says at the field that an address is taken', async () => {
    open('tag', [aTaxon()], '?open=new', () => problem(409, 'slug_taken'))
    await userEvent.type(await screen.findByLabelText('Name'), 'Vegan{Enter}')
    await waitFor(() => expect(screen.getByLabelText('Address')).toHaveAccessibleDescription(/Another one has this address/))
    expect(screen.getByLabelText('Address')).toHaveFocus()
  })

  it('are found by a part of their name, and lead to their products', async () => {
    open('brand', [aTaxon(), aTaxon({ id: 'k', name: 'Kestrel', slug: 'kestrel' })])
    expect(await screen.findByText('2 in all')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Products of Kestrel' })).toHaveAttribute('href', '/staff/products?brand=kestrel')
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find by name' }), 'kést')
    expect(await screen.findByText('1 of 2')).toBeVisible()
    expect(screen.queryByRole('link', { name: 'Ember' })).toBeNull()
  })

  it('closes, and the focus is back on the row', async () => {
    const taxon = aTaxon()
    open('brand', [taxon])
    await userEvent.click(await screen.findByRole('link', { name: 'Ember' }))
    await screen.findByLabelText('Name')
    await userEvent.click(screen.getByRole('link', { name: 'Close' }))
    await waitFor(() => expect(screen.getByRole('link', { name: 'Ember' })).toHaveFocus())
  })
})

describe('categories', () => {
  it('are moved to any place but below themselves', async () => {
    const { edits } = open('category', categories, '?open=cheese')
    const below = await screen.findByLabelText('Below')
    await within(below).findByRole('option', { name: 'Drinks' })
    expect(within(below).getAllByRole('option').map((option) => option.textContent)).toEqual(['Nothing: it stands at the top', 'Drinks', 'Food'])
    await userEvent.selectOptions(below, 'Drinks')
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    await waitFor(() => expect(edits).toEqual([{ ifMatch: '"1"', body: { parent_id: 'drinks' } }]))
    await userEvent.selectOptions(below, 'Nothing: it stands at the top')
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    await waitFor(() => expect(edits[1]).toEqual({ ifMatch: '"2"', body: { parent_id: null } }))
  })

  it('stand in the order of their tree', async () => {
    open('category', categories)
    const list = await screen.findByRole('list', { name: 'Categories' })
    const names = within(list).getAllByRole('link').filter((link) => link.hasAttribute('data-row'))
    expect(names.map((link) => link.textContent)).toEqual(['Drinks', 'Food', 'Cheese', 'Goat cheese'])
  })

  it('says at the field why a place is none', async () => {
    open('category', categories, '?open=goat', () => problem(422, 'validation', { errors: [{ pointer: '/parent_id', detail: 'a category cannot be below itself' }] }))
    await userEvent.selectOptions(await screen.findByLabelText('Below'), await screen.findByRole('option', { name: 'Food' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    await waitFor(() => expect(screen.getByLabelText('Below')).toHaveAccessibleDescription(/A category cannot be below itself/))
  })
})
