import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/api/session'
import type { NewAddress } from '@/api/types'
import { keepAccount } from '@/testing/account'
import { aUser, anAddress } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as AccountPage } from '../AccountPage'

const routes = [{ path: '/account', Component: AccountPage }]
const book = path('/users/me/addresses')
const entry = path('/users/me/addresses/:id')
const work = anAddress({ id: '7d2f7c1e-0000-4000-8000-000000000007', name: 'Grace Hopper', line1: '1 Navy Yard', city: 'Brest', postal_code: '29200', is_default: false, phone: '+33 2 98 00 00 00' })

const entries = async () => within(await screen.findByRole('region', { name: 'Addresses' })).findAllByRole('listitem')

/** A shop that keeps the book, and every body it was sent. */
function keepBook(...addresses: ReturnType<typeof anAddress>[]) {
  const kept = keepAccount({ addresses })
  const sent: NewAddress[] = []
  const read = async (request: Request) => {
    const body = (await request.json()) as NewAddress
    sent.push(body)
    return body
  }
  server.use(
    http.post(book, async ({ request }) => {
      const made = anAddress({ ...(await read(request)), id: '7d2f7c1e-0000-4000-8000-000000000008', is_default: kept.addresses.length === 0 })
      kept.addresses = [made, ...kept.addresses]
      await delay(30)
      return answer('create_address', made, { status: 201 })
    }),
    http.put(entry, async ({ request, params }) => {
      const body = await read(request)
      kept.addresses = kept.addresses.map((one) => (one.id === params.id ? { ...one, ...body } : { ...one, is_default: one.is_default && body.is_default !== true }))
      return answer('update_address', kept.addresses.find(({ id }) => id === params.id) ?? anAddress())
    }),
    http.delete(entry, ({ params }) => {
      kept.addresses = kept.addresses.filter(({ id }) => id !== params.id)
      return answer('delete_address', null)
    }),
  )
  return sent
}

beforeEach(() => {
  session.signIn(tokensFor(aUser))
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-CH', 'en'])
})

async function open() {
  renderAt('/account', routes)
  await userEvent.click(await screen.findByRole('button', { name: 'Add an address' }))
}

async function fill() {
  await open()
  await userEvent.type(screen.getByLabelText('Street and number'), ' 3 Grand-Rue ')
  await userEvent.type(screen.getByLabelText('Postal code'), '1204')
  await userEvent.type(screen.getByLabelText('Town'), 'Genève')
}

describe('adding an address', () => {
  it('starts with what is known: the name and the browser’s country', async () => {
    keepBook()
    await open()
    await waitFor(() => expect(screen.getByLabelText('Full name')).toHaveFocus())
    expect(screen.getByLabelText('Full name')).toHaveValue('Ada')
    expect(screen.getByLabelText('Country or region')).toHaveValue('CH')
    expect(screen.getByLabelText<HTMLSelectElement>('Country or region').options).toHaveLength(250)
    // The first one leads the book anyway.
    expect(screen.queryByLabelText('Offer this address first')).toBeNull()
    const completes = { 'Full name': 'name', 'Street and number': 'address-line1', 'Postal code': 'postal-code', Town: 'address-level2', 'Country or region': 'country', 'Telephone (optional)': 'tel' }
    for (const [label, token] of Object.entries(completes)) expect(screen.getByLabelText(label)).toHaveAttribute('autocomplete', token)
  })

  it('keeps what was said, once, and nothing of what was left empty', async () => {
    const sent = keepBook()
    await fill()
    await userEvent.click(screen.getByRole('button', { name: 'Add the address' }))
    await userEvent.click(screen.getByRole('button', { name: 'Adding the address' }))
    expect(await screen.findByText('The address of Ada was added.')).toBeVisible()
    expect(sent).toEqual([{ name: 'Ada', company: null, line1: '3 Grand-Rue', line2: null, postal_code: '1204', city: 'Genève', country: 'CH', phone: null, is_default: false }])
    const [first] = await entries()
    expect(first).toHaveTextContent('Ada3 Grand-Rue1204 GenèveSwitzerlandOffered first')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Add an address' })).toHaveFocus())
  })

  it('says what is missing, at the field', async () => {
    const sent = keepBook()
    await open()
    await userEvent.clear(screen.getByLabelText('Full name'))
    await userEvent.selectOptions(screen.getByLabelText('Country or region'), 'Choose')
    await userEvent.click(screen.getByRole('button', { name: 'Add the address' }))
    for (const label of ['Full name', 'Street and number', 'Postal code', 'Town', 'Country or region']) expect(screen.getByLabelText(label)).toHaveAttribute('aria-invalid', 'true')
    await waitFor(() => expect(screen.getByLabelText('Full name')).toHaveFocus())
    expect(sent).toEqual([])
  })

  it('puts each of the shop’s answers next to its field', async () => {
    keepBook()
    const errors = [
      { pointer: '/postal_code', detail: 'too long' },
      { pointer: '/country', detail: 'not a country' },
    ]
    server.use(http.post(book, () => problem(422, 'validation', { errors })))
    await fill()
    await userEvent.click(screen.getByRole('button', { name: 'Add the address' }))
    await waitFor(() => expect(screen.getByLabelText('Postal code')).toHaveAccessibleDescription('Too long.'))
    expect(screen.getByLabelText('Country or region')).toHaveAccessibleDescription('Not a country.')
    await waitFor(() => expect(screen.getByLabelText('Postal code')).toHaveFocus())
    expect(screen.getByLabelText('Town')).toHaveValue('Genève')
  })

  it('shows what became of it when the answer was lost', async () => {
    const sent = keepBook()
    const kept = keepAccount({ addresses: [] })
    server.use(
      http.post(book, () => {
        kept.addresses = [anAddress()]
        return HttpResponse.error()
      }),
    )
    await fill()
    await userEvent.click(screen.getByRole('button', { name: 'Add the address' }))
    expect(await screen.findByText(/The address may be saved, or not\./)).toBeVisible()
    expect(await entries()).toHaveLength(1)
    expect(sent).toEqual([])
  })

  it('stops at twenty, also when another tab was faster', async () => {
    const nineteen = Array.from({ length: 19 }, (_, index) => anAddress({ id: `7d2f7c1e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`, is_default: index === 0 }))
    keepBook(...nineteen)
    server.use(http.post(book, () => problem(409, 'address_book_full')))
    await fill()
    await userEvent.click(screen.getByRole('button', { name: 'Add the address' }))
    expect(await screen.findByRole('heading', { name: 'Your address book is full' })).toBeVisible()
  })

  it('is not offered when the book is full', async () => {
    keepBook(...Array.from({ length: 20 }, (_, index) => anAddress({ id: `7d2f7c1e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`, is_default: index === 0 })))
    renderAt('/account', routes)
    expect(await screen.findByText(/Twenty addresses is as many as fit/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Add an address' }))
    expect(screen.queryByLabelText('Full name')).toBeNull()
  })
})

describe('the addresses one has', () => {
  it('are listed as they stand on a parcel, the one that is offered first before the others', async () => {
    keepBook(work, anAddress())
    renderAt('/account', routes)
    const [first, second] = await entries()
    expect(first).toHaveTextContent(/^Ada Lovelace12 rue des Halles75001 ParisFranceOffered first/)
    expect(second).toHaveTextContent(/^Grace Hopper1 Navy Yard29200 BrestFrance\+33 2 98 00 00 00/)
  })

  it('are edited where they stand', async () => {
    const sent = keepBook(anAddress())
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Edit: Ada Lovelace, 12 rue des Halles, Paris' }))
    const street = screen.getByLabelText('Street and number')
    await userEvent.clear(street)
    await userEvent.type(street, '14 rue des Halles{Enter}')
    expect(await screen.findByText('The address of Ada Lovelace was saved.')).toBeVisible()
    // It leads the book, and goes on to.
    expect(sent).toEqual([expect.objectContaining({ line1: '14 rue des Halles', is_default: true })])
    await waitFor(() => expect(screen.getByRole('button', { name: 'Edit: Ada Lovelace, 14 rue des Halles, Paris' })).toHaveFocus())
  })

  it('change places on request', async () => {
    const sent = keepBook(work, anAddress())
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Offer first: Grace Hopper, 1 Navy Yard, Brest' }))
    expect(await screen.findByText('The address of Grace Hopper is offered first now.')).toBeVisible()
    expect((await entries())[0]).toHaveTextContent(/^Grace Hopper.*Offered first/)
    expect(sent).toEqual([expect.objectContaining({ name: 'Grace Hopper', phone: '+33 2 98 00 00 00', is_default: true })])
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Addresses' })).toHaveFocus())
  })

  it('are removed after a question that names them', async () => {
    keepBook(anAddress())
    renderAt('/account', routes)
    const remove = await screen.findByRole('button', { name: 'Remove: Ada Lovelace, 12 rue des Halles, Paris' })
    await userEvent.click(remove)
    const dialog = await screen.findByRole('dialog', { name: 'Remove this address?' })
    expect(dialog).toHaveAccessibleDescription('Ada Lovelace, 12 rue des Halles, 75001 Paris, France')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep the address' }))
    expect(await entries()).toHaveLength(1)
    await userEvent.click(remove)
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }))
    expect(await screen.findByText('The address of Ada Lovelace was removed.')).toBeVisible()
    expect(screen.getByText('No address yet.')).toBeVisible()
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Addresses' })).toHaveFocus())
  })

  it('are gone also when another tab removed them first, and stay when the shop cannot', async () => {
    keepBook(anAddress())
    server.use(http.delete(entry, () => problem(503, 'unavailable')))
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: /^Remove:/ }))
    const confirm = within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' })
    await userEvent.click(confirm)
    expect(await screen.findByRole('heading', { name: 'The shop is not answering' })).toBeVisible()
    keepAccount()
    server.use(http.delete(entry, () => problem(404, 'not_found')))
    await userEvent.click(confirm)
    expect(await screen.findByText('The address of Ada Lovelace was removed.')).toBeVisible()
  })

  it('are asked for again when they could not be read', async () => {
    keepAccount({ addresses: [anAddress()] })
    server.use(http.get(book, () => problem(503, 'unavailable'), { once: true }))
    renderAt('/account', routes)
    const addresses = within(await screen.findByRole('region', { name: 'Addresses' }))
    await userEvent.click(await addresses.findByRole('button', { name: 'Try again' }))
    expect(await entries()).toHaveLength(1)
  })
})
