import { configure, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { aShop, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { Component as ForgotPasswordPage } from './ForgotPasswordPage'
import { Component as LoginPage } from './LoginPage'
import { Component as ResetPasswordPage } from './ResetPasswordPage'
import { Component as VerifyEmailPage } from './VerifyEmailPage'

const routes = [
  { path: '/verify-email', Component: VerifyEmailPage },
  { path: '/forgot-password', Component: ForgotPasswordPage },
  { path: '/reset-password', Component: ResetPasswordPage },
  { path: '/login', Component: LoginPage },
  { path: '/', element: <p>home</p> },
]

const unconfirmed = { ...aUser, email_verified: false }
const title = (name: string) => screen.findByRole('heading', { level: 1, name })

beforeEach(() => session.signOut())
afterEach(() => configure({ reactStrictMode: false }))

describe('the link that confirms an address', () => {
  const confirmed = '*/api/v1/users/email-verification/confirm'

  /** A shop that takes each token once. */
  function takeOnce() {
    const taken: unknown[] = []
    server.use(
      http.post(confirmed, async ({ request }) => {
        taken.push(await request.json())
        return taken.length === 1 ? answer('confirm_email', aUser) : problem(410, 'link_expired')
      }),
    )
    return taken
  }

  it('is enough to open, once, signed in or not, and its token leaves the address bar', async () => {
    const taken = takeOnce()
    const { router } = renderAt('/verify-email#token=abc', routes)
    expect(await title('Your address is confirmed')).toBeVisible()
    expect(screen.getByText(/ada@example\.com/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Log in' })).toHaveAttribute('href', '/login?next=%2Faccount')
    expect(taken).toEqual([{ token: 'abc' }])
    expect(router.state.location).toMatchObject({ pathname: '/verify-email', hash: '' })
    expect(router.state.historyAction).toBe('REPLACE')
  })

  it('is sent once also when React draws the page twice, as it does in development', async () => {
    configure({ reactStrictMode: true })
    const taken = takeOnce()
    renderAt('/verify-email#token=abc', routes)
    expect(await title('Your address is confirmed')).toBeVisible()
    expect(taken).toHaveLength(1)
  })

  it('changes the account that is signed in here', async () => {
    session.signIn(tokensFor(unconfirmed))
    takeOnce()
    renderAt('/verify-email#token=abc', routes)
    await title('Your address is confirmed')
    await waitFor(() => expect(session.getState().user?.email_verified).toBe(true))
    expect(screen.getByRole('link', { name: 'Go to your account' })).toBeVisible()
  })

  it('also when the shop says only afterwards who is signed in here', async () => {
    takeOnce()
    renderAt('/verify-email#token=abc', routes)
    await title('Your address is confirmed')
    // The answer to a refresh that was asked before the link was followed.
    session.signIn(tokensFor(unconfirmed))
    await waitFor(() => expect(session.getState().user?.email_verified).toBe(true))
  })

  it('leaves another account alone', async () => {
    const other = { ...unconfirmed, id: '7d2f7c1e-0000-4000-8000-00000000000f', email: 'grace@example.com' }
    session.signIn(tokensFor(other))
    takeOnce()
    renderAt('/verify-email#token=abc', routes)
    await title('Your address is confirmed')
    expect(session.getState().user).toEqual(other)
  })

  it('asks again when the answer was lost, and a link that did its work is no failure', async () => {
    session.signIn(tokensFor(unconfirmed))
    let asked = 0
    server.use(
      http.post(confirmed, () => ((asked += 1) === 1 ? HttpResponse.error() : problem(410, 'link_expired'))),
      http.get(path('/users/me'), () => answer('get_me', aUser)),
    )
    renderAt('/verify-email#token=abc', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(/There is nothing left to do: your account has the address ada@example\.com/)).toBeVisible()
    expect(asked).toBe(2)
  })

  it('when it is too old, says so and offers a new one', async () => {
    session.signIn(tokensFor(unconfirmed))
    let asked = 0
    server.use(
      http.post(confirmed, () => problem(410, 'link_expired')),
      http.get(path('/users/me'), () => answer('get_me', unconfirmed)),
      http.post(path('/users/email-verification'), ({ request }) => {
        asked += 1
        return request.headers.get('Authorization') === 'Bearer token-1' ? answer('request_email_verification', null, { status: 202 }) : problem(401, 'unauthenticated')
      }),
    )
    renderAt('/verify-email#token=abc', routes)
    expect(await title('This link does not work any more')).toBeVisible()
    await userEvent.click(await screen.findByRole('button', { name: 'Send the mail again' }))
    expect(await screen.findByText('A new mail is on its way to ada@example.com.')).toBeVisible()
    expect(asked).toBe(1)
  })

  it('tells a visitor whose link is too old where to get another', async () => {
    server.use(http.post(confirmed, () => problem(410, 'link_expired')))
    renderAt('/verify-email#token=abc', routes)
    expect(await screen.findByText(/log in: your account can send a new one/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Log in' })).toBeVisible()
  })

  it('says when somebody else has the address by now', async () => {
    server.use(http.post(confirmed, () => problem(409, 'email_taken')))
    renderAt('/verify-email#token=abc', routes)
    expect(await title('This address has another account by now')).toBeVisible()
  })

  it.each(['', '#token=', '#other=abc'])('without a token asks for the whole link: "%s"', async (hash) => {
    renderAt(`/verify-email${hash}`, routes)
    expect(await title('Follow the link in the mail')).toBeVisible()
  })
})

describe('a forgotten password', () => {
  const asking = path('/users/password-reset')

  it('takes the address along from the login', async () => {
    renderAt('/login', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), 'ada@example.com')
    await userEvent.click(screen.getByRole('link', { name: 'Forgot your password?' }))
    expect(await title('Forgot your password?')).toBeVisible()
    expect(screen.getByLabelText('Email address')).toHaveValue('ada@example.com')
  })

  it.each(['development', 'production'] as const)('says the same for every address, and where the mails of a %s shop are', async (environment) => {
    let body: unknown
    server.use(
      http.get(path('/shop'), () => answer('get_shop', { ...aShop, environment })),
      http.post(asking, async ({ request }) => {
        body = await request.json()
        return answer('request_password_reset', null, { status: 202 })
      }),
    )
    renderAt('/forgot-password', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), ' ada@example.com {Enter}')
    const heading = await title('Look in your mail')
    await waitFor(() => expect(heading).toHaveFocus())
    expect(screen.getByText('ada@example.com')).toBeVisible()
    expect(screen.getByText(/If there is an account with this address/)).toBeVisible()
    expect(body).toEqual({ email: 'ada@example.com' })
    if (environment === 'development') expect(await screen.findByRole('link', { name: 'Open its mailbox' })).toHaveAttribute('href', '/dev/mailbox')
    else expect(screen.queryByRole('link', { name: 'Open its mailbox' })).toBeNull()
  })

  it('needs an address', async () => {
    renderAt('/forgot-password', routes)
    await userEvent.click(await screen.findByRole('button', { name: 'Send me a link' }))
    await waitFor(() => expect(screen.getByLabelText('Email address')).toHaveFocus())
    expect(screen.getByLabelText('Email address')).toHaveAccessibleDescription('Enter your email address.')
  })

  it('keeps what was typed when too many were asked for, and when no answer comes', async () => {
    server.use(http.post(asking, () => problem(429, 'rate_limited', {}, { 'Retry-After': '40' })))
    renderAt('/forgot-password', routes)
    await userEvent.type(await screen.findByLabelText('Email address'), 'ada@example.com{Enter}')
    expect(await screen.findByText(/You can try again in 40 seconds/)).toBeVisible()
    server.use(http.post(asking, () => HttpResponse.error()))
    await userEvent.click(screen.getByRole('button', { name: 'Send me a link' }))
    expect(await screen.findByText(/It may have taken this in, or not\./)).toBeVisible()
    expect(screen.getByLabelText('Email address')).toHaveValue('ada@example.com')
  })
})

describe('a new password by the link in the mail', () => {
  const setting = path('/users/password-reset/confirm')

  async function set(password: string) {
    const { router } = renderAt('/reset-password#token=abc', routes)
    await userEvent.type(await screen.findByLabelText('New password'), `${password}{Enter}`)
    return router
  }

  it('is set once, ends the session that this browser had, and leads to the login', async () => {
    session.signIn(tokensFor(aUser))
    let body: unknown
    server.use(
      http.post(setting, async ({ request }) => {
        body = await request.json()
        return answer('reset_password', null)
      }),
    )
    const router = await set('copper-lantern-meadow')
    const heading = await title('Your new password counts')
    await waitFor(() => expect(heading).toHaveFocus())
    expect(body).toEqual({ token: 'abc', password: 'copper-lantern-meadow' })
    await waitFor(() => expect(session.getState().status).toBe('anonymous'))
    expect(router.state.location.hash).toBe('')
    await userEvent.click(screen.getByRole('link', { name: 'Log in' }))
    expect(await title('Log in')).toBeVisible()
  })

  it('is sent once however often one presses', async () => {
    let asked = 0
    server.use(
      http.post(setting, async () => {
        asked += 1
        await delay(50)
        return answer('reset_password', null)
      }),
    )
    await set('copper-lantern-meadow')
    const busy = await screen.findByRole('button', { name: 'Setting the new password' })
    expect(busy).toHaveAttribute('aria-busy', 'true')
    await userEvent.click(busy)
    await title('Your new password counts')
    expect(asked).toBe(1)
  })

  it('must not be easy to guess, and the link stays good', async () => {
    server.use(http.post(setting, () => problem(422, 'weak_password', { errors: [{ pointer: '/password', detail: 'too common' }] })))
    await set('password12')
    const field = await screen.findByLabelText('New password')
    await waitFor(() => expect(field).toHaveAccessibleDescription(/Too common\./))
    await waitFor(() => expect(field).toHaveFocus())
    server.use(http.post(setting, () => answer('reset_password', null)))
    await userEvent.type(field, '-lantern{Enter}')
    expect(await title('Your new password counts')).toBeVisible()
  })

  it('is not set by a link that was used, and the way to another is shown', async () => {
    server.use(http.post(setting, () => problem(410, 'link_expired')))
    await set('copper-lantern-meadow')
    expect(await title('This link does not work any more')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Ask for a new link' })).toHaveAttribute('href', '/forgot-password')
  })

  it('may count although the answer was lost', async () => {
    server.use(http.post(setting, () => HttpResponse.error()))
    await set('copper-lantern-meadow')
    expect(await screen.findByText(/Try to log in with it/)).toBeVisible()
  })

  it('needs the link', async () => {
    renderAt('/reset-password', routes)
    expect(await title('Follow the link in the mail')).toBeVisible()
    expect(screen.queryByLabelText('New password')).toBeNull()
  })
})
