import { describe, expect, it } from 'vitest'
import { ApiProblem, localCodes, problemCodes } from '@/api/problem'
import { explain, fieldErrors } from './explain'

describe('problems', () => {
  it.each([...problemCodes, ...localCodes])('%s has words for what happened, what it means and what to do', (code) => {
    const { title, meaning, next } = explain(new ApiProblem(code, 400))
    for (const words of [title, meaning, next]) expect(words.trim().length).toBeGreaterThan(8)
    expect(title).not.toContain('undefined')
  })

  it('use the facts that came along', () => {
    expect(explain(new ApiProblem('insufficient_units', 409, { remaining: 2 })).title).toBe('Only 2 left')
    expect(explain(new ApiProblem('quantity_limit', 422, { limit: 3 })).title).toContain('3')
    expect(explain(new ApiProblem('sale_not_live', 409, { sale_status: 'paused' })).title).toContain('paused')
    expect(explain(new ApiProblem('rate_limited', 429, {}, 12_000)).next).toContain('12 seconds')
  })

  it('show the request’s number only when the shop went wrong', () => {
    const facts = { request_id: 'req-9' }
    expect(explain(new ApiProblem('internal', 500, facts)).requestId).toBe('req-9')
    expect(explain(new ApiProblem('sold_out', 409, facts)).requestId).toBeUndefined()
  })

  it('go next to the field that they are about', () => {
    const errors = [
      { pointer: '/email', detail: 'is not an address' },
      { pointer: '/other', detail: 'is odd' },
    ]
    expect(fieldErrors(new ApiProblem('validation', 422, { errors }), ['email', 'password'])).toEqual({ email: 'Is not an address.' })
    expect(fieldErrors(new ApiProblem('email_taken', 409), ['email'])).toHaveProperty('email')
    expect(fieldErrors(new ApiProblem('slug_taken', 409), ['name', 'slug'])).toHaveProperty('slug')
    const inside = [{ pointer: '/images/2/alt', detail: 'at most 200 characters' }]
    expect(fieldErrors(new ApiProblem('validation', 422, { errors: inside }), ['images'])).toEqual({ images: 'At most 200 characters.' })
    expect(fieldErrors(new ApiProblem('invalid_credentials', 401), ['email', 'password'])).toEqual({})
  })
})
