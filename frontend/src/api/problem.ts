import type { Problem } from './types'

/** Every `code` of the API document. A unit test holds the list against it, and each code against the text catalogue. */
export const problemCodes = [
  'address_book_full',
  'allocation_below_held',
  'already_purchased',
  'already_reviewed',
  'body_too_large',
  'busy',
  'cart_empty',
  'cart_full',
  'code_not_applicable',
  'code_not_valid',
  'code_taken',
  'email_taken',
  'forbidden',
  'foreign_origin',
  'hold_expired',
  'idempotency_key_missing',
  'idempotency_mismatch',
  'illegal_transition',
  'insufficient_stock',
  'insufficient_units',
  'internal',
  'invalid_credentials',
  'invalid_image',
  'invalid_refresh_token',
  'invalid_signature',
  'limit_below_redeemed',
  'link_expired',
  'malformed_json',
  'method_not_allowed',
  'not_delivered',
  'not_found',
  'nothing_to_refund',
  'outcome_unknown',
  'payment_declined',
  'payment_in_progress',
  'payments_unavailable',
  'precondition_failed',
  'precondition_required',
  'price_changed',
  'product_unavailable',
  'quantity_limit',
  'rate_limited',
  'refund_exceeds_paid',
  'return_too_late',
  'sale_not_found',
  'sale_not_live',
  'sale_over',
  'slug_taken',
  'sold_out',
  'timeout',
  'unauthenticated',
  'unavailable',
  'unsupported_media_type',
  'validation',
  'weak_password',
  'webhook_disabled',
  'webhook_limit',
  'wrong_password',
] as const satisfies readonly Problem['code'][]

/** What can go wrong without the server having said so. */
export const localCodes = ['network', 'unexpected'] as const

export type ProblemCode = Problem['code'] | (typeof localCodes)[number]

const known = new Set<string>([...problemCodes, ...localCodes])

type Facts = Partial<Omit<Problem, 'code' | 'status'>>

/** The one error that the rest of the application sees: a problem document, or the lack of an answer. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly facts: Facts
  /** Milliseconds the server asked us to stay away, if it did. */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, status: number, facts: Facts = {}, retryAfter?: number) {
    super(facts.detail ?? code)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.facts = facts
    this.retryAfter = retryAfter
  }

  /** No answer, or an answer that does not say what happened: asking again is right, and safe with a key. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

function retryAfterOf(response: Response, facts: Facts): number | undefined {
  const header = response.headers.get('Retry-After')
  if (header !== null) {
    const seconds = Number(header)
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
    const date = Date.parse(header)
    if (!Number.isNaN(date)) return Math.max(0, date - Date.now())
  }
  return typeof facts.retry_after === 'number' ? facts.retry_after * 1000 : undefined
}

export async function problemFrom(response: Response): Promise<ApiProblem> {
  // A proxy in front of the shop answers with its own page: what is not a problem document is only a status.
  const body: unknown = await response.json().catch(() => null)
  const facts: Facts = typeof body === 'object' && body !== null ? body : {}
  const said = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  const fallback = response.status === 404 ? 'not_found' : response.status >= 502 ? 'unavailable' : 'unexpected'
  const code = typeof said === 'string' && known.has(said) ? (said as ProblemCode) : fallback
  return new ApiProblem(code, response.status, facts, retryAfterOf(response, facts))
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  // `fetch` rejects with a TypeError when the connection fails and a DOMException when we gave up waiting.
  if (error instanceof TypeError || error instanceof DOMException) return new ApiProblem('network', 0)
  return new ApiProblem('unexpected', -1)
}
