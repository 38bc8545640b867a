import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import type { operations } from '@/api/schema'
import type { Problem, SessionTokens } from '@/api/types'
import { aShop } from './examples'

type Answers = { [Operation in keyof operations]: SuccessOf<operations[Operation]['responses']> }
type SuccessOf<R> = R extends { 200: { content: { 'application/json': infer B } } } ? B : R extends { 201: { content: { 'application/json': infer B } } } ? B : null

/** An answer of the named operation: the compiler holds it against the API document. */
export function answer<O extends keyof operations>(_operation: O, body: Answers[O], init: ResponseInit = {}) {
  return body === null ? new HttpResponse(null, { status: 204, ...init }) : HttpResponse.json(body as object, init)
}

export function problem(status: number, code: string, facts: Partial<Problem> = {}, headers: Record<string, string> = {}) {
  const body = { type: `/problems/${code}`, title: code, status, code, detail: code, request_id: 'req-1', ...facts }
  return HttpResponse.json(body, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })
}

export const path = (rest: string) => `*/api/v1${rest}`

/** What every page asks for by itself: the shop, and a visitor without a session. */
export const server = setupServer(
  http.get(path('/shop'), () => answer('get_shop', aShop)),
  http.post(path('/users/refresh'), () => problem(401, 'invalid_refresh_token')),
  http.post(path('/users/logout'), () => new HttpResponse(null, { status: 204 })),
)

export function tokensFor(user: SessionTokens['user'], accessToken = 'token-1'): SessionTokens {
  return { user, access_token: accessToken, token_type: 'Bearer', expires_in: 900 }
}
