import { describe, expect, it, vi } from 'vitest'
import { aUser } from '@/testing/examples'
import { tokensFor } from '@/testing/server'
import { Session, type SessionSurroundings } from './session'

/** Several tabs of one browser: one lock, one channel, one server that counts. */
function browser() {
  let now = 0
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  const tabs: ((event: MessageEvent) => void)[] = []
  const fetch = vi.fn(async (url: string): Promise<Response> => {
    if (url.endsWith('/logout')) return new Response(null, { status: 204 })
    await Promise.resolve()
    count += 1
    return Response.json(tokensFor(aUser, `token-${count}`))
  })
  const open = () => {
    let own: ((event: MessageEvent) => void) | undefined
    const around: SessionSurroundings = {
      fetch,
      now: () => now,
      exclusively: (work) => {
        const turn = last.then(work)
        last = turn.catch(() => undefined)
        return turn
      },
      channel: {
        addEventListener: (_type: string, listener: unknown) => {
          own = listener as (event: MessageEvent) => void
          tabs.push(own)
        },
        postMessage: (data: unknown) => {
          for (const tab of tabs) if (tab !== own) tab({ data } as MessageEvent)
        },
      },
    }
    return new Session(around)
  }
  const refreshes = () => fetch.mock.calls.filter(([url]) => url.endsWith('/refresh')).length
  return { open, fetch, refreshes, pass: (milliseconds: number) => (now += milliseconds) }
}

describe('a session', () => {
  it('refreshes once however many requests want a token', async () => {
    const { open, refreshes } = browser()
    const session = open()
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.refresh()])
    expect(tokens).toEqual(['token-1', 'token-1', 'token-1'])
    expect(refreshes()).toBe(1)
    expect(session.getState()).toEqual({ status: 'signed-in', user: aUser })
  })

  it('shows what the shop says about the account in all tabs, and never another’s', async () => {
    const { open } = browser()
    const [one, other] = [open(), open()]
    await Promise.all([one.refresh(), other.refresh()])
    const renamed = { ...aUser, email: 'ada@new.example' }
    one.learn(renamed)
    expect([one.getState().user, other.getState().user]).toEqual([renamed, renamed])
    one.learn({ ...renamed, id: '7d2f7c1e-0000-4000-8000-00000000000f', email: 'somebody@else.example' })
    expect([one.getState().user, other.getState().user]).toEqual([renamed, renamed])
  })

  it('refreshes once over all tabs that wake up together', async () => {
    const { open, refreshes } = browser()
    const tabs = [open(), open(), open()]
    const tokens = await Promise.all(tabs.map((tab) => tab.accessToken()))
    expect(new Set(tokens)).toEqual(new Set(['token-1']))
    expect(refreshes()).toBe(1)
  })

  it('renews a token before it lapses', async () => {
    const { open, refreshes, pass } = browser()
    const session = open()
    await session.accessToken()
    pass(800_000)
    expect(await session.accessToken()).toBe('token-1')
    pass(80_000)
    expect(await session.accessToken()).toBe('token-2')
    expect(refreshes()).toBe(2)
  })

  it('does not refresh for a refusal of a token that was already replaced', async () => {
    const { open, refreshes } = browser()
    const session = open()
    await session.accessToken()
    expect(await session.refresh('an older token')).toBe('token-1')
    expect(refreshes()).toBe(1)
  })

  it('takes the lack of a session silently and stops asking', async () => {
    const { open, fetch } = browser()
    fetch.mockImplementation(() => Promise.resolve(Response.json({ code: 'invalid_refresh_token' }, { status: 401 })))
    const session = open()
    expect(await session.accessToken()).toBeNull()
    expect(await session.accessToken()).toBeNull()
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(session.getState().status).toBe('anonymous')
  })

  it('stays unknown while the shop cannot say', async () => {
    const { open, fetch } = browser()
    fetch.mockImplementation(() => Promise.resolve(Response.json({ code: 'busy' }, { status: 503 })))
    const session = open()
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'busy' })
    expect(session.getState().status).toBe('unknown')
  })

  it('ends in every tab when the shop has ended it', async () => {
    const { open, fetch } = browser()
    const [here, there] = [open(), open()]
    await here.accessToken()
    const asked = fetch.mock.calls.length
    here.end()
    expect([here.getState().status, there.getState().status]).toEqual(['anonymous', 'anonymous'])
    expect(await here.accessToken()).toBeNull()
    expect(fetch).toHaveBeenCalledTimes(asked)
  })

  it('learns how the account is now, and nothing after it has ended', async () => {
    const session = browser().open()
    await session.accessToken()
    session.learn({ ...aUser, name: 'Ada Lovelace' })
    expect(session.getState().user?.name).toBe('Ada Lovelace')
    session.end()
    session.learn(aUser)
    expect(session.getState().status).toBe('anonymous')
  })

  it('ends in every tab at once', async () => {
    const { open } = browser()
    const [here, there] = [open(), open()]
    await here.accessToken()
    expect(there.getState().status).toBe('signed-in')
    await here.signOut()
    expect(there.getState().status).toBe('anonymous')
  })
})
