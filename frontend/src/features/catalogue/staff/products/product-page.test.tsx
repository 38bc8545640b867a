import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Product } from '@/api/types'
import { aProduct } from '@/testing/catalogue'
import { inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { aTaxon, keepRecords, keepTaxa, staffUser } from '@/testing/staff-catalogue'
import { Component as ProductPage } from './ProductPage'

const routes = [
  { path: '/staff/products/:slug', Component: ProductPage },
  { path: '*', element: <p>elsewhere</p> },
]

const pictures = ['one', 'two', 'three'].map((name) => ({ url: `/images/${name}.jpg`, alt: `Picture ${name}`, sources: [] }))

/** A shop with one product; what the staff send is kept. */
function open(product: Product = aProduct(), refuse?: (body: unknown) => Response | null) {
  keepTaxa({
    brands: [aTaxon({ id: product.brand?.id ?? '' })],
    tags: [aTaxon({ id: 'tag-1', name: 'Repairable', slug: 'repairable' })],
    categories: [aTaxon({ id: 'home', name: 'Home', slug: 'home' }), aTaxon({ id: product.category?.id ?? '', name: 'Coffee and tea', slug: 'coffee', parent_id: 'home' })],
  })
  const kept = keepRecords('/products', [product], { ...(refuse && { refuse }) })
  return { ...kept, become: (changes: Partial<Product>) => kept.become(product.id, changes), ...renderAt(`/staff/products/${product.slug}`, routes) }
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
async function type(label: string, text: string) {
  const input = await screen.findByLabelText(label)
  await userEvent.clear(input)
  if (text !== '') await userEvent.type(input, text)
}

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('changing a product', () => {
  it('sends only what was changed, for the version that was seen', async () => {
    const { edits } = open()
    await type('List price, in EUR', '129,90')
    await type('Tax, in percent', '5.5')
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Repairable' }))
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { price: { amount: 12_990, currency: 'EUR' }, vat_basis_points: 550, tag_ids: ['tag-1'] } }])
    await save()
    expect(await screen.findByText(/Nothing to save/)).toBeVisible()
    expect(edits).toHaveLength(1)
  })

  it('edits the list price and leaves the discount where it is computed', async () => {
    open(aProduct({ price: { amount: 9_520, currency: 'EUR' }, list_price: { amount: 11_900, currency: 'EUR' }, discount: { percent: 20, ends_at: inSeconds(3600) } }))
    expect(await screen.findByLabelText('List price, in EUR')).toHaveValue('119.00')
    expect(screen.getByText('€95.20')).toBeVisible()
  })

  it('says at the field what is wrong, and goes there', async () => {
    const { edits } = open(aProduct(), () => problem(409, 'slug_taken'))
    await type('Name', '')
    await type('List price, in EUR', 'much')
    await save()
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveFocus())
    expect(screen.getByLabelText('List price, in EUR')).toHaveAccessibleDescription(/Enter an amount/)
    expect(edits).toEqual([])
    await type('Name', 'Kettle')
    await type('List price, in EUR', '10')
    await type('Address', 'taken-already')
    await save()
    await waitFor(() => expect(screen.getByLabelText('Address')).toHaveAccessibleDescription(/Another one has this address/))
    expect(screen.getByLabelText('Address')).toHaveFocus()
  })

  it('moves along when its address changes', async () => {
    const { router } = open()
    await type('Address', 'ember')
    await save()
    await waitFor(() => expect(router.state.location.pathname).toBe('/staff/products/ember'))
    expect(screen.getByText('Saved.')).toBeVisible()
  })

  it('shows both versions side by side when somebody else was faster, and loses nothing', async () => {
    const { edits, become } = open()
    await type('Name', 'Mine')
    await type('Weight, in grams', '900')
    become({ name: 'Theirs', description: 'A new description.' })
    await save()
    const heading = await screen.findByRole('heading', { name: 'Somebody else changed it' })
    await waitFor(() => expect(heading).toHaveFocus())
    const name = within(screen.getByRole('group', { name: /^Name/ }))
    expect(name.getByRole('radio', { name: /Theirs/ })).not.toBeChecked()
    expect(name.getByRole('radio', { name: /Mine/ })).toBeChecked()
    expect(within(screen.getByRole('group', { name: /^Description/ })).getByRole('radio', { name: /A new description/ })).toBeChecked()
    expect(within(screen.getByRole('group', { name: /^Weight/ })).getByRole('radio', { name: /900/ })).toBeChecked()
    // Nothing is saved before one has decided.
    expect(screen.getByRole('button', { name: 'Save the changes' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(name.getByRole('radio', { name: /Theirs/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Go on with this choice' }))
    expect(screen.getByRole('heading', { name: 'What customers read' })).toHaveFocus()
    expect(screen.getByLabelText('Name')).toHaveValue('Theirs')
    expect(screen.getByLabelText('Description')).toHaveValue('A new description.')
    expect(screen.getByLabelText('Weight, in grams')).toHaveValue('900')
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits.at(-1)).toEqual({ ifMatch: '"2"', body: { weight_grams: 900 } })
  })

  it('brings back what was typed before a reload, also when the product has moved on', async () => {
    const { unmount, become, records } = open()
    await type('Name', 'Typed before')
    unmount()
    const again = renderAt(`/staff/products/${records[0]?.slug ?? ''}`, routes)
    expect(await screen.findByLabelText('Name')).toHaveValue('Typed before')
    expect(screen.getByText(/What you had typed here is back/)).toBeVisible()
    again.unmount()
    become({ name: 'Theirs' })
    renderAt(`/staff/products/${records[0]?.slug ?? ''}`, routes)
    expect(await screen.findByRole('heading', { name: 'Somebody else changed it' })).toBeVisible()
    expect(screen.getByLabelText('Name')).toHaveValue('Typed before')
    await userEvent.click(screen.getByRole('button', { name: 'Discard what I typed' }))
    expect(screen.getByLabelText('Name')).toHaveValue('Theirs')
  })
})

describe('the state of a product', () => {
  it('offers only the ways that there are, and keeps what was typed', async () => {
    const { edits } = open(aProduct({ status: 'draft', published_at: null }))
    await type('Name', 'Typed before')
    expect(screen.queryByRole('button', { name: 'Take it back to draft' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
    expect(await screen.findByRole('button', { name: 'Take it back to draft' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Publish' })).toBeNull()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { status: 'published' } }])
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits[1]).toEqual({ ifMatch: '"2"', body: { name: 'Typed before' } })
  })

  it('names the product before it is archived', async () => {
    const { edits } = open()
    await userEvent.click(await screen.findByRole('button', { name: 'Archive' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Archive Ember gooseneck kettle?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Archive' }))
    expect(await screen.findByText(/It is neither listed nor sold/)).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { status: 'archived' } }])
    expect(screen.getByRole('button', { name: 'Publish' })).toBeVisible()
  })
})

describe('the pictures of a product', () => {
  it('are ordered, described and removed, and all of that counts when one saves', async () => {
    const { edits } = open(aProduct({ images: pictures }))
    await userEvent.click(await screen.findByRole('button', { name: 'Move picture 3 up' }))
    expect(screen.getByText('Now picture 2 of 3.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Move picture 1 up' })).toHaveAttribute('aria-disabled', 'true')
    await type('What picture 1 shows', 'A kettle')
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture 3' }))
    await userEvent.click(screen.getByRole('button', { name: 'Put it back' }))
    await userEvent.click(screen.getByRole('button', { name: 'Remove picture 2' }))
    await save()
    await waitFor(() => expect(edits).toHaveLength(1))
    expect(edits[0]?.body).toEqual({
      images: [
        { url: '/images/one.jpg', alt: 'A kettle' },
        { url: '/images/two.jpg', alt: 'Picture two' },
      ],
    })
  })

  it('are uploaded one after the other, and refused in words', async () => {
    const { edits } = open(aProduct({ images: [] }))
    // The first and the third sending are taken, the second is not: one file at a time, in the order of choosing.
    const arrived: string[] = []
    server.use(
      http.post(path('/images'), ({ request }) => {
        arrived.push(request.headers.get('Content-Type')?.split(';')[0] ?? '')
        if (arrived.length === 2) return problem(422, 'invalid_image')
        return answer('upload_image', { url: `/images/${arrived.length}.jpg`, width: 10, height: 10, sources: [] }, { status: 201 })
      }),
    )
    const files = [new File(['a'], 'first.jpg', { type: 'image/jpeg' }), new File(['b'], 'broken.png', { type: 'image/png' }), new File(['c'], 'notes.txt', { type: 'text/plain' })]
    await userEvent.upload(await screen.findByLabelText(/Add pictures/), files, { applyAccept: false })
    expect(await screen.findByText('This is no JPEG, PNG or WebP. Choose another file.')).toBeVisible()
    expect(await screen.findByText(/This is no picture for the shop/)).toBeVisible()
    expect(await screen.findByLabelText('What picture 1 shows')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await type('What picture 2 shows', 'The other side')
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss notes.txt' }))
    expect(screen.queryByText('notes.txt')).toBeNull()
    await save()
    await waitFor(() =>
      expect(edits[0]?.body).toEqual({
        images: [
          { url: '/images/1.jpg', alt: '' },
          { url: '/images/3.jpg', alt: 'The other side' },
        ],
      }),
    )
    expect(arrived).toEqual(['multipart/form-data', 'multipart/form-data', 'multipart/form-data'])
  })
})

describe('the stock of a product', () => {
  function withStock(answerTo: (body: { units: number; reason: 'received' | 'written_off' | 'counted'; note?: string }) => Response) {
    const moves: { key: string | null; body: unknown }[] = []
    server.use(
      http.post(path('/products/:id/stock-movements'), async ({ request }) => {
        const body = (await request.json()) as { units: number; reason: 'received' | 'written_off' | 'counted'; note?: string }
        moves.push({ key: request.headers.get('Idempotency-Key'), body })
        return answerTo(body)
      }),
    )
    return moves
  }
  const movement = (units: number, stock: number) =>
    answer('create_stock_movement', { id: units, product_id: aProduct().id, units, reason: 'counted', note: null, at: inSeconds(0), stock }, { status: 201 })

  it('is counted: the difference is written down', async () => {
    open(aProduct({ stock: 7 }))
    const moves = withStock(({ units }) => movement(units, 7 + units))
    await userEvent.click(await screen.findByRole('radio', { name: /^Counted/ }))
    await type('How many are there', '7')
    await userEvent.click(screen.getByRole('button', { name: 'Write down the count' }))
    await waitFor(() => expect(screen.getByLabelText('How many are there')).toHaveAccessibleDescription(/agrees with the stock/))
    await type('How many are there', '5')
    expect(screen.getByLabelText('How many are there')).toHaveAccessibleDescription(/−2 units: 5 units then/)
    await type('Note (optional)', 'Inventory')
    await userEvent.click(screen.getByRole('button', { name: 'Write down the count' }))
    expect(await screen.findByText('2 units went. 5 units in stock now.')).toBeVisible()
    expect(moves).toEqual([{ key: expect.any(String) as string, body: { units: -2, reason: 'counted', note: 'Inventory' } }])
  })

  it('is sent again by the same key when its answer was lost, and by another when it is another', async () => {
    open(aProduct({ stock: 7 }))
    let lost = true
    const moves = withStock(({ units }) => (lost ? Response.error() : movement(units, 7 + units)))
    await type('How many arrived', '3')
    const send = () => userEvent.click(screen.getByRole('button', { name: 'Write down what arrived' }))
    await send()
    expect(await screen.findByRole('heading', { name: 'No answer from the shop' })).toBeVisible()
    lost = false
    await send()
    expect(await screen.findByText(/^3 units came/)).toBeVisible()
    await type('How many arrived', '3')
    await send()
    await waitFor(() => expect(moves).toHaveLength(3))
    expect(moves[0]?.key).toBe(moves[1]?.key)
    expect(moves[2]?.key).not.toBe(moves[1]?.key)
  })

  it('cannot go below nothing, in words for the staff', async () => {
    open(aProduct({ stock: 7 }))
    withStock(() => problem(409, 'insufficient_stock', { available: 7 }))
    await userEvent.click(await screen.findByRole('radio', { name: /^Written off/ }))
    await type('How many are gone', '9')
    await userEvent.click(screen.getByRole('button', { name: 'Write off' }))
    await waitFor(() => expect(screen.getByLabelText('How many are gone')).toHaveAccessibleDescription(/There are fewer units than that/))
    expect(screen.queryByText(/your cart/)).toBeNull()
  })
})
