import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { anOrder, aUser } from '@/testing/examples'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { answered, client } from './client'
import { session } from './session'

describe('the API client', () => {
  beforeEach(() => session.signIn(tokensFor(aUser, 'old')))

  it('refreshes once and asks again when its token is refused', async () => {
    let refreshes = 0
    server.use(
      http.post(path('/users/refresh'), () => {
        refreshes += 1
        return answer('refresh_session', tokensFor(aUser, 'new'))
      }),
      http.get(path('/orders'), ({ request }) =>
        request.headers.get('Authorization') === 'Bearer new'
          ? answer('list_orders', { items: [anOrder()], next_cursor: null })
          : problem(401, 'unauthenticated'),
      ),
    )
    const ask = async () => answered(await client.GET('/api/v1/orders')).items.length
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
    expect(refreshes).toBe(1)
  })

  it('gives up after one refresh instead of asking for ever', async () => {
    let asked = 0
    server.use(
      http.post(path('/users/refresh'), () => answer('refresh_session', tokensFor(aUser, 'new'))),
      http.get(path('/orders'), () => {
        asked += 1
        return problem(401, 'unauthenticated')
      }),
    )
    await expect(client.GET('/api/v1/orders')).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(asked).toBe(2)
  })

  it('sends the body again with the renewed token', async () => {
    const bodies: unknown[] = []
    server.use(
      http.post(path('/users/refresh'), () => answer('refresh_session', tokensFor(aUser, 'new'))),
      http.post(path('/orders'), async ({ request }) => {
        bodies.push(await request.json())
        return bodies.length === 1 ? problem(401, 'unauthenticated') : answer('buy', anOrder(), { status: 201 })
      }),
    )
    const body = { sale_id: anOrder().sale_id ?? '', quantity: 2 }
    await client.POST('/api/v1/orders', { body, params: { header: { 'Idempotency-Key': 'k' } } })
    expect(bodies).toEqual([body, body])
  })

  it('carries what the server said about retrying', async () => {
    server.use(http.get(path('/orders'), () => problem(503, 'busy', {}, { 'Retry-After': '7' })))
    await expect(client.GET('/api/v1/orders')).rejects.toMatchObject({ code: 'busy', status: 503, retryAfter: 7000 })
  })

  it('makes a problem of an answer that is not one', async () => {
    server.use(http.get(path('/orders'), () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 })))
    await expect(client.GET('/api/v1/orders')).rejects.toMatchObject({ code: 'unavailable', status: 502 })
  })

  it('never waits for a session on a public page', async () => {
    let authorization: string | null = 'unset'
    server.use(
      http.get(path('/sales'), ({ request }) => {
        authorization = request.headers.get('Authorization')
        return answer('list_sales', { items: [], next_cursor: null })
      }),
    )
    await client.GET('/api/v1/sales')
    expect(authorization).toBeNull()
  })
})
