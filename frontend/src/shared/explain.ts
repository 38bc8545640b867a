import { type ApiProblem, asProblem, type ProblemCode } from '@/api/problem'
import { texts } from '@/texts/en'
import type { Words } from '@/texts/en/problems'

/** The one place where an error becomes words. */
export function explain(error: unknown): Words & { readonly requestId: string | undefined } {
  const problem = asProblem(error)
  const words = texts.problems[problem.code]({ ...problem.facts, retryAfterMs: problem.retryAfter })
  // The request's number helps when the shop went wrong. A refusal went right, and needs none.
  const wentWrong = problem.status >= 500 || problem.code === 'unexpected'
  return { ...words, requestId: wentWrong ? problem.facts.request_id : undefined }
}

/** Codes that are about one field even when the server names no pointer. */
const fieldOfCode: Partial<Record<ProblemCode, string>> = {
  email_taken: 'email',
  weak_password: 'password',
  allocation_below_held: 'allocated',
  insufficient_stock: 'allocated',
  code_not_valid: 'code',
  code_taken: 'code',
  limit_below_redeemed: 'total_limit',
  slug_taken: 'slug',
  refund_exceeds_paid: 'amount',
}

/** The shop says what is wrong in a few words; here they stand alone. */
function sentence(detail: string): string {
  return detail.charAt(0).toUpperCase() + detail.slice(1) + (/[.!?]$/.test(detail) ? '' : '.')
}

/** Messages by field name. What belongs to no field on this form is left to the form's own message. */
export function fieldErrors(problem: ApiProblem, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { pointer, detail } of problem.facts.errors ?? []) {
    const place = pointer.replace(/^#?\//, '')
    // What is wrong inside of a field, like the amount of a price, is said at the field.
    const field = fields.includes(place) ? place : (place.split('/')[0] ?? place)
    if (fields.includes(field)) errors[field] ??= sentence(detail)
  }
  const field = fieldOfCode[problem.code]
  if (field !== undefined && fields.includes(field) && !(field in errors)) {
    const { title, next } = explain(problem)
    errors[field] = `${title}. ${next}`
  }
  return errors
}
