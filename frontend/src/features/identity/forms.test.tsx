import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as LoginPage } from './LoginPage'
import { Component as RegisterPage } from './RegisterPage'

const routes = [
  { path: '/login', Component: LoginPage },
  { path: '/register', Component: RegisterPage },
  { path: '/', element: <p>home</p> },
  { path: '/sales/:id', element: <p>the sale</p> },
]

const email = () => screen.getByLabelText('Email address')
const password = () => screen.getByLabelText('Password')

beforeEach(() => session.signOut())

describe('logging in', () => {
  it('says next to each field what is missing, and focuses the first', async () => {
    renderAt('/login', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }))
    expect(email()).toHaveAccessibleDescription('Enter your email address.')
    expect(password()).toHaveAccessibleDescription('Enter your password.')
    await waitFor(() => expect(email()).toHaveFocus())
  })

  it('says in words that it did not match', async () => {
    server.use(http.post(path('/users/authenticate'), () => problem(401, 'invalid_credentials')))
    renderAt('/login', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), 'ada@example.com')
    await userEvent.type(password(), 'wrong')
    await userEvent.click(screen.getByRole('button', { name: 'Log in' }))
    const heading = await screen.findByRole('heading', { name: 'That did not match' })
    await waitFor(() => expect(heading).toHaveFocus())
    expect(password()).toHaveValue('wrong')
  })

  it('leads back to where one came from', async () => {
    let body: unknown
    server.use(
      http.post(path('/users/authenticate'), async ({ request }) => {
        body = await request.json()
        return answer('authenticate', tokensFor(aUser))
      }),
    )
    renderAt('/login?next=%2Fsales%2F1', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), ' ada@example.com ')
    await userEvent.type(password(), 'correct horse{Enter}')
    expect(await screen.findByText('the sale')).toBeVisible()
    expect(body).toEqual({ email: 'ada@example.com', password: 'correct horse', refresh: 'cookie' })
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })

  it('fits password managers and shows the password on request', async () => {
    renderAt('/login', routes)
    expect(await screen.findByLabelText('Email address')).toHaveAttribute('autocomplete', 'username')
    expect(password()).toHaveAttribute('autocomplete', 'current-password')
    const toggle = screen.getByRole('button', { name: 'Show the password' })
    await userEvent.click(toggle)
    expect(password()).toHaveAttribute('type', 'text')
    expect(toggle).toHaveAttribute('aria-pressed', 'true')
  })
})

describe('registering', () => {
  async function fill() {
    renderAt('/register', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), 'ada@example.com')
    await userEvent.type(password(), 'short')
    await userEvent.click(screen.getByRole('button', { name: 'Make the account' }))
  }

  it('puts the shop’s answer next to the field it points at', async () => {
    const errors = [{ pointer: '/password', detail: 'Use at least ten characters.' }]
    server.use(http.post(path('/users'), () => problem(422, 'weak_password', { errors })))
    await fill()
    await waitFor(() => expect(password()).toHaveAccessibleDescription(/Use at least ten characters\./))
    expect(password()).toHaveFocus()
    expect(email()).not.toHaveAttribute('aria-invalid')
  })

  it('says that the address is taken, at the address', async () => {
    server.use(http.post(path('/users'), () => problem(409, 'email_taken')))
    await fill()
    await waitFor(() => expect(email()).toHaveAccessibleDescription(/already has an account/))
    expect(email()).toHaveFocus()
  })

  it('keeps what was typed while the shop does not answer', async () => {
    server.use(http.post(path('/users'), () => problem(503, 'busy', {}, { 'Retry-After': '3' })))
    await fill()
    expect(await screen.findByText(/in 3 seconds/)).toBeVisible()
    expect(email()).toHaveValue('ada@example.com')
  })
})
