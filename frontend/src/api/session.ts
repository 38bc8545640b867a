import { ApiProblem, asProblem, problemFrom } from './problem'
import type { SessionTokens, User } from './types'

export type SessionState =
  | { readonly status: 'unknown'; readonly user: null }
  | { readonly status: 'anonymous'; readonly user: null }
  | { readonly status: 'signed-in'; readonly user: User }

type Message = { kind: 'tokens'; tokens: SessionTokens } | { kind: 'user'; user: User } | { kind: 'signed-out' }

/** The parts of the browser a session needs, so that a test can stand in for another tab. */
export interface SessionSurroundings {
  fetch: (input: string, init: RequestInit) => Promise<Response>
  /** Runs one refresh at a time over all tabs of this browser. */
  exclusively: (work: () => Promise<string | null>) => Promise<string | null>
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null
  now: () => number
}

const base = '/api/v1/users'
/** A token this close to its end is renewed before use: the request must not arrive after it lapsed. */
const margin = 30_000

const unknown: SessionState = { status: 'unknown', user: null }
const anonymous: SessionState = { status: 'anonymous', user: null }

/**
 * Who is signed in. The access token lives in this object's memory and nowhere else; what survives a reload is the
 * HttpOnly cookie, which only the server can read.
 */
export class Session {
  private state: SessionState = unknown
  private token: { value: string; expires: number } | null = null
  private refreshing: Promise<string | null> | null = null
  private readonly listeners = new Set<() => void>()
  private readonly around: SessionSurroundings

  constructor(around: SessionSurroundings) {
    this.around = around
    around.channel?.addEventListener('message', (event) => {
      const message = event.data as Message
      if (message.kind === 'tokens') this.accept(message.tokens)
      else if (message.kind === 'user') this.update(message.user)
      else this.forget()
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getState = (): SessionState => this.state

  /** A usable access token, refreshed when needed, or null for a visitor who is not signed in. */
  async accessToken(): Promise<string | null> {
    if (this.token && this.token.expires - margin > this.around.now()) return this.token.value
    if (this.state.status === 'anonymous') return null
    return this.refresh()
  }

  /** Asks for a new access token. However many callers and tabs want one, the server hears one request. */
  refresh(refused?: string): Promise<string | null> {
    // Somebody else already replaced the token that was refused.
    if (refused !== undefined && this.token && this.token.value !== refused) return Promise.resolve(this.token.value)
    this.refreshing ??= this.refreshOnce().finally(() => {
      this.refreshing = null
    })
    return this.refreshing
  }

  signIn(tokens: SessionTokens): void {
    this.accept(tokens)
    this.tell({ kind: 'tokens', tokens })
  }

  async signOut(): Promise<void> {
    await this.post('/logout')
    this.end()
  }

  /** The shop has ended this session at our own request: it is over in every tab. */
  end(): void {
    this.forget()
    this.tell({ kind: 'signed-out' })
  }

  /** The shop has said how an account is now: all tabs show it, if it is theirs. */
  learn(user: User): void {
    this.update(user)
    this.tell({ kind: 'user', user })
  }

  private async refreshOnce(): Promise<string | null> {
    const before = this.token?.value
    return this.around.exclusively(async () => {
      // While we waited for our turn, another tab may have refreshed and told us.
      const current = this.token
      if (current && current.value !== before) return current.value
      try {
        const tokens = (await (await this.post('/refresh')).json()) as SessionTokens
        this.signIn(tokens)
        return tokens.access_token
      } catch (error) {
        const problem = asProblem(error)
        // Having no session is normal for a visitor; a shop that could not answer is not the same thing.
        if (problem.status !== 401) throw problem
        this.forget()
        return null
      }
    })
  }

  private async post(path: '/refresh' | '/logout'): Promise<Response> {
    const response = await this.around.fetch(base + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      body: '{}',
    })
    if (!response.ok) throw await problemFrom(response)
    return response
  }

  private accept(tokens: SessionTokens): void {
    this.token = { value: tokens.access_token, expires: this.around.now() + tokens.expires_in * 1000 }
    this.become({ status: 'signed-in', user: tokens.user })
  }

  private update(user: User): void {
    // A link from a mail may be about another account than the one that is signed in here.
    if (this.state.status === 'signed-in' && this.state.user.id === user.id) this.become({ status: 'signed-in', user })
  }

  private forget(): void {
    this.token = null
    this.become(anonymous)
  }

  private become(state: SessionState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }

  private tell(message: Message): void {
    // The channel reaches this browser's own tabs only, in memory.
    this.around.channel?.postMessage(message)
  }
}

function browserSurroundings(): SessionSurroundings {
  return {
    fetch: (input, init) => globalThis.fetch(new URL(input, globalThis.location.origin), init),
    // Web Locks exist on secure origins only; without them the server's grace for the previous token has to do.
    exclusively: async (work) => ('locks' in navigator ? navigator.locks.request('doorbuster.refresh', work) : work()),
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('doorbuster.session'),
    now: () => performance.now(),
  }
}

export const session = new Session(browserSurroundings())

/**
 * Finds out on load whether the browser's cookie still stands for somebody. A shop that cannot answer is asked
 * again, ever later; until it does the session stays unknown, which is not the same as signed out.
 */
export async function resumeSession(
  wait: (milliseconds: number) => Promise<void> = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await session.refresh()
      return
    } catch (error) {
      const asked = error instanceof ApiProblem ? error.retryAfter : undefined
      await wait((asked ?? 1000 * 2 ** Math.min(attempt, 6)) * (1 + Math.random() / 2))
    }
  }
}
