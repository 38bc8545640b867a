import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { aBanner, keepRecords, staffUser } from '@/testing/staff-catalogue'
import { Component as BannersPage } from './BannersPage'

const routes = [
  { path: '/staff/banners', Component: BannersPage },
  { path: '*', element: <p>elsewhere</p> },
]

const banners = [aBanner({ id: 'a', title: 'First', position: 10 }), aBanner({ id: 'b', title: 'Second', position: 20 }), aBanner({ id: 'c', title: 'Third', position: 30, archived: true })]

function open(search = '') {
  const kept = keepRecords('/banners', banners, { made: (body) => aBanner({ ...body, id: 'made' }) })
  server.use(http.get(path('/banners'), () => answer('list_banners', { items: [...kept.records].sort((one, other) => one.position - other.position), next_cursor: null })))
  return { ...kept, ...renderAt(`/staff/banners${search}`, routes) }
}

const field = (name: string) => screen.findByLabelText(name)

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('banners', () => {
  it('are moved by buttons, and keep the focus', async () => {
    const { edits } = open()
    const down = await screen.findByRole('button', { name: 'Move First down' })
    expect(screen.getByRole('button', { name: 'Move First up' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(down)
    expect(await screen.findByText('Now at place 2 of 2.')).toBeInTheDocument()
    const rows = within(screen.getByRole('list', { name: 'Banners' })).getAllByRole('link')
    expect(rows.map(({ textContent }) => textContent)).toEqual(['Second', 'First'])
    expect(screen.getByRole('button', { name: 'Move First down' })).toHaveFocus()
    expect(edits.length).toBeGreaterThan(0)
  })

  it('are made at the end, with a picture and without an end', async () => {
    const { created, router } = open('?open=new')
    server.use(http.post(path('/images'), () => answer('upload_image', { url: '/images/banner.jpg', width: 10, height: 10, sources: [] }, { status: 201 })))
    await userEvent.type(await field('Large words'), 'Kettle week')
    await userEvent.type(await field('Where it leads'), 'javascript:alert(1)')
    await userEvent.upload(await screen.findByLabelText(/Choose a picture/), new File(['a'], 'kettle.webp', { type: 'image/webp' }))
    expect(await screen.findByRole('img', { name: 'The picture that is chosen' })).toHaveAttribute('src', '/images/banner.jpg')
    await userEvent.click(screen.getByRole('button', { name: 'New banner' }))
    await waitFor(async () => expect(await field('Where it leads')).toHaveAccessibleDescription(/Begin with/))
    await userEvent.clear(await field('Where it leads'))
    await userEvent.type(await field('Where it leads'), '/products?q=kettle')
    await userEvent.click(screen.getByRole('button', { name: 'New banner' }))
    await waitFor(() => expect(router.state.location.search).toBe('?open=made'))
    expect(created).toEqual([expect.objectContaining({ title: 'Kettle week', link: '/products?q=kettle', image_url: '/images/banner.jpg', position: 40, ends_at: null, text: '' })])
  })

  it('are changed for the version that was seen', async () => {
    const { edits } = open('?open=b')
    const text = await field('Small words (optional)')
    await userEvent.clear(text)
    await userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits).toEqual([{ ifMatch: '"1"', body: { text: '' } }])
  })

  it('are taken down and put up again', async () => {
    open('?open=c')
    await userEvent.click(await screen.findByRole('button', { name: 'Put it up again' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Take the banner down' }))
    await userEvent.click(within(screen.getByRole('dialog', { name: 'Take down Third?' })).getByRole('button', { name: 'Take it down' }))
    expect(await screen.findByRole('button', { name: 'Put it up again' })).toBeVisible()
  })

  it('says when somebody else has moved them meanwhile', async () => {
    open()
    server.use(http.patch(path('/banners/:id'), () => problem(412, 'precondition_failed')))
    await userEvent.click(await screen.findByRole('button', { name: 'Move First down' }))
    expect(await screen.findByRole('heading', { name: 'Somebody else changed it' })).toBeVisible()
  })
})
