import createFetchClient, { type Middleware } from 'openapi-fetch'
import createQueryHooks from 'openapi-react-query'
import { cartToken, cartTokenHeader, keepCartToken } from './cart-token'
import { fetchTimed } from './early'
import { problemFrom } from './problem'
import type { paths } from './schema'
import { session } from './session'

/** Requests that are about a person. Everything else is public and must never wait for a session. */
function needsSession(request: Request): boolean {
  const { pathname } = new URL(request.url)
  // Everybody may look at the sales; who changes them is somebody.
  if (pathname.startsWith('/api/v1/sales')) return request.method !== 'GET'
  // Everybody reads reviews; who writes them is somebody.
  if (pathname.startsWith('/api/v1/products/')) return request.method !== 'GET' || pathname.endsWith('/reviews/own')
  // Asking for the mail is about oneself; following its link is for whoever has it.
  if (pathname === '/api/v1/users/email-verification') return true
  return ['/api/v1/orders', '/api/v1/reviews', '/api/v1/users/me'].some((about) => pathname.startsWith(about)) || isAboutCart(pathname)
}

function isAboutCart(pathname: string): boolean {
  return pathname === '/api/v1/cart' || pathname.startsWith('/api/v1/cart/')
}

/** A visitor without an account has a cart and orders by a token; whoever has an account needs it once, to take them over. */
function withCartToken(request: Request): Request {
  const { pathname } = new URL(request.url)
  const token = cartToken()
  if (token !== null && (isAboutCart(pathname) || pathname.startsWith('/api/v1/orders/'))) request.headers.set(cartTokenHeader, token)
  return request
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** Public requests go as they are; what is about a person goes with what says who asks. */
async function fetchAsVisitor(request: Request): Promise<Response> {
  if (!needsSession(request)) return fetchTimed(request)
  return fetchWithSession(withCartToken(request))
}

/** Sends the access token along; when the server no longer takes it, refreshes once and asks once more. */
async function fetchWithSession(request: Request): Promise<Response> {
  const again = request.clone()
  const token = await session.accessToken()
  const response = await fetchTimed(withToken(request, token))
  if (response.status !== 401 || token === null) return response
  const renewed = await session.refresh(token)
  return renewed === null ? response : fetchTimed(withToken(again, renewed))
}

/** Whatever is not a success becomes an ApiProblem with its Retry-After, so that nobody downstream reads statuses. */
const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response)
  },
}

/** The first thing that a visitor puts into a cart makes the cart, and its token comes with the answer. */
const keepNewCart: Middleware = {
  onResponse({ response }) {
    const token = response.headers.get(cartTokenHeader)
    if (token !== null && token !== '') keepCartToken(token)
  },
}

const where = { baseUrl: globalThis.location.origin, credentials: 'same-origin' } as const

export const client = createFetchClient<paths>({ ...where, fetch: fetchAsVisitor })
client.use(throwProblems, keepNewCart)

/** For the back office, where every request says who asks, also for what customers may read without a session. */
export const staffClient = createFetchClient<paths>({ ...where, fetch: fetchWithSession })
staffClient.use(throwProblems)

/** Ends a request whose answer does not come: nobody looks at a busy button for longer than these 20 seconds. */
export const givingUp = () => AbortSignal.timeout(20_000)

/** Query objects from the same document: `api.queryOptions('get', '/api/v1/sales', …)`. */
export const api = createQueryHooks(client)

/** `throwProblems` has thrown for every failure; this tells the compiler. */
export function answered<T>(result: { data?: T }): T {
  if (result.data === undefined) throw new Error('A successful answer came without a body.')
  return result.data
}
