import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { OpenSession } from '@/api/types'
import { keepAccount } from '@/testing/account'
import { aSession, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as AccountPage } from './AccountPage'
import { Component as LoginPage } from './LoginPage'

const routes = [
  { path: '/account', Component: AccountPage },
  { path: '/login', Component: LoginPage },
]

const phone = aSession({ id: '7d2f7c1e-0000-4000-8000-00000000000a', user_agent: 'Mozilla/5.0 (iPhone) Version/26.1 Safari/604.1' })
const here = aSession({ current: true })

/** A shop that keeps these sessions, and forgets the ones that are revoked. */
function keep(...sessions: OpenSession[]) {
  const revoked: string[] = []
  const kept = keepAccount({ sessions })
  server.use(
    http.delete(path('/users/me/sessions/:id'), ({ params }) => {
      revoked.push(String(params.id))
      kept.sessions = kept.sessions.filter(({ id }) => id !== params.id)
      return answer('revoke_session', null)
    }),
    http.delete(path('/users/me/sessions'), () => {
      revoked.push('all')
      return answer('log_out_everywhere', null)
    }),
  )
  return revoked
}

const rows = async () => within(await screen.findByRole('region', { name: 'Where you are logged in' })).findAllByRole('listitem')

beforeEach(() => session.signIn(tokensFor(aUser)))

describe('where one is logged in', () => {
  it('lists the devices in words, this one first', async () => {
    keep(phone, here)
    renderAt('/account', routes)
    const [first, second] = await rows()
    expect(first).toHaveTextContent(/Firefox on Linux\s*This device.*Active now/)
    expect(second).toHaveTextContent(/Safari on iPhone.*Last active/)
    expect(second).not.toHaveTextContent('This device')
  })

  it('logs another device out, says so, and keeps the place of a keyboard', async () => {
    const revoked = keep(here, phone)
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Log out: Safari on iPhone' }))
    expect(await screen.findByText('Safari on iPhone is logged out.')).toBeVisible()
    expect(revoked).toEqual([phone.id])
    expect(await rows()).toHaveLength(1)
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Where you are logged in' })).toHaveFocus())
    expect(session.getState().status).toBe('signed-in')
  })

  it('leads to the login with a plain message after logging out this device', async () => {
    const revoked = keep(here, phone)
    const { router } = renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Log out: This device' }))
    expect(await screen.findByRole('heading', { name: 'You are logged out' })).toBeVisible()
    expect(revoked).toEqual([here.id])
    expect(session.getState().status).toBe('anonymous')
    expect(router.state.location.pathname + router.state.location.search).toBe('/login?next=%2Faccount')
  })

  it('asks before it logs out everywhere', async () => {
    const revoked = keep(here, phone)
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Log out everywhere' }))
    const dialog = await screen.findByRole('dialog', { name: 'Log out everywhere?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stay logged in' }))
    expect(revoked).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Log out everywhere' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Log out everywhere' }))
    expect(await screen.findByRole('heading', { name: 'You are logged out everywhere' })).toBeVisible()
    expect(revoked).toEqual(['all'])
    expect(session.getState().status).toBe('anonymous')
  })

  it('says when it did not work, and nobody is logged out', async () => {
    keep(here, phone)
    server.use(http.delete(path('/users/me/sessions/:id'), () => problem(503, 'unavailable')))
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Log out: This device' }))
    expect(await screen.findByRole('heading', { name: 'The shop is not answering' })).toBeVisible()
    expect(session.getState().status).toBe('signed-in')
    expect(await rows()).toHaveLength(2)
  })

  it('is for somebody who is logged in', async () => {
    session.end()
    renderAt('/account', routes)
    expect(await screen.findByRole('heading', { name: 'Log in to see your account' })).toBeVisible()
  })
})

describe('one’s name', () => {
  async function save(name: string) {
    keep(here)
    renderAt('/account', routes)
    const field = await screen.findByLabelText('Name')
    await userEvent.clear(field)
    if (name !== '') await userEvent.type(field, name)
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    return field
  }

  it.each([
    [' Ada Lovelace ', 'Ada Lovelace'],
    ['', null],
  ])('is saved, or removed when it is empty: "%s"', async (typed, sent) => {
    let body: unknown
    server.use(
      http.patch(path('/users/me'), async ({ request }) => {
        body = await request.json()
        return answer('update_me', { ...aUser, name: sent })
      }),
    )
    await save(typed)
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(body).toEqual({ name: sent })
    expect(session.getState().user?.name).toBe(sent)
  })

  it('is judged by the shop, next to the field', async () => {
    server.use(http.patch(path('/users/me'), () => problem(422, 'validation', { errors: [{ pointer: '/name', detail: 'Too long.' }] })))
    const field = await save('Ada')
    await waitFor(() => expect(field).toHaveAccessibleDescription(/Too long\./))
    await waitFor(() => expect(field).toHaveFocus())
  })
})
