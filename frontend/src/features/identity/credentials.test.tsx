import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { keepAccount } from '@/testing/account'
import { aSession, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as AccountPage } from './AccountPage'

const routes = [{ path: '/account', Component: AccountPage }]
const section = (name: string) => screen.findByRole('region', { name })

beforeEach(() => session.signIn(tokensFor(aUser)))

describe('the address of the account', () => {
  const changing = path('/users/me/email')

  async function change(email: string, password: string) {
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Change the address' }))
    const field = screen.getByLabelText('New email address')
    await waitFor(() => expect(field).toHaveFocus())
    if (email !== '') await userEvent.type(field, email)
    if (password !== '') await userEvent.type(screen.getByLabelText('Your password'), password)
    await userEvent.click(screen.getByRole('button', { name: 'Send a link to the new address' }))
    return field
  }

  it('is quietly said to be confirmed', async () => {
    keepAccount()
    renderAt('/account', routes)
    const email = within(await section('Email address'))
    expect(email.getByText('Confirmed')).toBeVisible()
    expect(email.queryByRole('heading', { name: 'Not confirmed yet' })).toBeNull()
  })

  it('can be confirmed by another mail while it is not', async () => {
    session.signIn(tokensFor({ ...aUser, email_verified: false }))
    keepAccount({ user: { ...aUser, email_verified: false } })
    server.use(http.post(path('/users/email-verification'), () => answer('request_email_verification', null, { status: 202 })))
    renderAt('/account', routes)
    const email = within(await section('Email address'))
    expect(email.getByRole('heading', { name: 'Not confirmed yet' })).toBeVisible()
    await userEvent.click(email.getByRole('button', { name: 'Send the mail again' }))
    expect(await email.findByText('A new mail is on its way to ada@example.com.')).toBeVisible()
    expect(await email.findByRole('link', { name: 'Open its mailbox' })).toBeVisible()
  })

  it('says when the mail cannot be asked for now', async () => {
    session.signIn(tokensFor({ ...aUser, email_verified: false }))
    keepAccount({ user: { ...aUser, email_verified: false } })
    server.use(http.post(path('/users/email-verification'), () => problem(429, 'rate_limited', {}, { 'Retry-After': '60' })))
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Send the mail again' }))
    expect(await screen.findByText(/You can try again in 1 minute/)).toBeVisible()
  })

  it('is shown as it is now when the link was followed on another device', async () => {
    session.signIn(tokensFor({ ...aUser, email_verified: false }))
    keepAccount()
    renderAt('/account', routes)
    expect(await within(await section('Email address')).findByText('Confirmed')).toBeVisible()
    expect(session.getState().user?.email_verified).toBe(true)
  })

  it('is changed by a link that goes to the new one', async () => {
    keepAccount()
    let body: unknown
    server.use(
      http.put(changing, async ({ request }) => {
        body = await request.json()
        return answer('change_email', null, { status: 202 })
      }),
    )
    await change(' ada@new.example', 'velvet-anchor')
    expect(await screen.findByRole('heading', { name: 'Look in the mail of the new address' })).toBeVisible()
    expect(body).toEqual({ email: 'ada@new.example', password: 'velvet-anchor' })
    expect(session.getState().user?.email).toBe('ada@example.com')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Change the address' })).toHaveFocus())
  })

  it('needs both fields, and another address', async () => {
    keepAccount()
    const field = await change('ADA@example.com', '')
    expect(field).toHaveAccessibleDescription('This is the address you have.')
    expect(screen.getByLabelText('Your password')).toHaveAccessibleDescription(/Enter your password\./)
    await waitFor(() => expect(field).toHaveFocus())
  })

  it.each([
    ['Your password', () => problem(422, 'wrong_password', { errors: [{ pointer: '/password', detail: 'this is not your password' }] }), /This is not your password\./],
    ['New email address', () => problem(409, 'email_taken'), /already has an account/],
  ])('is judged by the shop, next to “%s”', async (label, refusal, words) => {
    keepAccount()
    server.use(http.put(changing, refusal))
    await change('ada@new.example', 'velvet-anchor')
    await waitFor(() => expect(screen.getByLabelText(label)).toHaveAccessibleDescription(words))
    await waitFor(() => expect(screen.getByLabelText(label)).toHaveFocus())
    expect(screen.getByLabelText('New email address')).toHaveValue('ada@new.example')
  })

  it('says that the mail may be on its way when the answer was lost', async () => {
    keepAccount()
    server.use(http.put(changing, () => HttpResponse.error()))
    await change('ada@new.example', 'velvet-anchor')
    expect(await screen.findByText(/The mail may be on its way, or not\./)).toBeVisible()
  })

  it('stays when one thinks better of it, and the keyboard keeps its place', async () => {
    keepAccount()
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Change the address' }))
    await userEvent.click(screen.getByRole('button', { name: 'Leave it as it is' }))
    expect(screen.queryByLabelText('New email address')).toBeNull()
    await waitFor(() => expect(screen.getByRole('button', { name: 'Change the address' })).toHaveFocus())
  })
})

describe('the password', () => {
  const changing = path('/users/me/password')

  async function change(current: string, next: string) {
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Change the password' }))
    if (current !== '') await userEvent.type(screen.getByLabelText('Current password'), current)
    if (next !== '') await userEvent.type(screen.getByLabelText('New password'), next)
    await userEvent.click(screen.getByRole('button', { name: 'Change the password' }))
  }

  it('is changed: this tab goes on with the new session, and the list of logins is asked for again', async () => {
    const kept = keepAccount({ sessions: [aSession({ current: true }), aSession({ id: '7d2f7c1e-0000-4000-8000-00000000000a', user_agent: 'Mozilla/5.0 (iPhone) Version/26.1 Safari/604.1' })] })
    let body: unknown
    server.use(
      http.put(changing, async ({ request }) => {
        body = await request.json()
        kept.sessions = kept.sessions.slice(0, 1)
        await delay(50)
        return answer('change_password', tokensFor(aUser, 'token-2'))
      }),
    )
    await change('velvet-anchor', 'copper-lantern-meadow')
    expect(await screen.findByRole('button', { name: 'Changing the password' })).toHaveAttribute('aria-busy', 'true')
    expect(await screen.findByText('Your password is changed. You are logged in here, and nowhere else.')).toBeVisible()
    expect(body).toEqual({ current_password: 'velvet-anchor', new_password: 'copper-lantern-meadow', refresh: 'cookie' })
    expect(await session.accessToken()).toBe('token-2')
    await waitFor(async () => expect(within(await section('Where you are logged in')).getAllByRole('listitem')).toHaveLength(1))
    expect(screen.queryByLabelText('Current password')).toBeNull()
  })

  it.each([
    ['Current password', () => problem(422, 'wrong_password', { errors: [{ pointer: '/current_password', detail: 'this is not your password' }] }), /This is not your password\./],
    ['New password', () => problem(422, 'weak_password', { errors: [{ pointer: '/new_password', detail: 'at least 10 characters' }] }), /At least 10 characters\./],
  ])('is judged by the shop, next to “%s”', async (label, refusal, words) => {
    keepAccount()
    server.use(http.put(changing, refusal))
    await change('velvet-anchor', 'short')
    await waitFor(() => expect(screen.getByLabelText(label)).toHaveAccessibleDescription(words))
    await waitFor(() => expect(screen.getByLabelText(label)).toHaveFocus())
    expect(session.getState().status).toBe('signed-in')
  })

  it('says at once what is missing', async () => {
    keepAccount()
    await change('', '')
    expect(screen.getByLabelText('Current password')).toHaveAccessibleDescription('Enter the password you log in with now.')
    expect(screen.getByLabelText('New password')).toHaveAccessibleDescription(/Choose a password\./)
  })

  it('says which one counts when the answer was lost', async () => {
    keepAccount()
    server.use(http.put(changing, () => HttpResponse.error()))
    await change('velvet-anchor', 'copper-lantern-meadow')
    expect(await screen.findByText(/Log in with the new one\. If it is refused, the old one still counts\./)).toBeVisible()
  })

  it('is for the password manager to keep', async () => {
    keepAccount()
    renderAt('/account', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Change the password' }))
    expect(screen.getByLabelText('Current password')).toHaveAttribute('autocomplete', 'current-password')
    expect(screen.getByLabelText('New password')).toHaveAttribute('autocomplete', 'new-password')
    expect(screen.getByDisplayValue('ada@example.com')).toHaveAttribute('autocomplete', 'username')
  })
})
