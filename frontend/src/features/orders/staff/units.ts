import { ApiProblem } from '@/api/problem'
import { staffUnits } from '@/texts/en/staff-units'

export interface SomeUnits {
  readonly product_id: string
  readonly quantity: number
}

/** The field of a form that says how many units of a product. */
export const unitsField = (product: string) => `units ${product}`

/** What is wrong with a number of units, if something is. */
export function oddUnits(text: string | undefined, most: number): string | undefined {
  if (!/^\d{1,6}$/.test(text?.trim() ?? '')) return staffUnits.odd
  return Number(text) > most ? staffUnits.many(most) : undefined
}

/** The units that were filled in: none of a line is no line. */
export function unitsIn(values: Partial<Record<string, string>>, products: readonly string[]): SomeUnits[] {
  return products.map((product_id) => ({ product_id, quantity: Number(values[unitsField(product_id)] ?? 0) || 0 })).filter(({ quantity }) => quantity > 0)
}

/** The shop counts the lines that were sent; in the form each has its product's field. */
export function atTheirFields(problem: ApiProblem, sent: readonly SomeUnits[]): ApiProblem {
  const errors = problem.facts.errors?.map((one) => {
    const place = /^\/lines\/(\d+)\//.exec(one.pointer)?.[1]
    const line = place === undefined ? undefined : sent[Number(place)]
    return line ? { ...one, pointer: `/${unitsField(line.product_id)}` } : one
  })
  return errors ? new ApiProblem(problem.code, problem.status, { ...problem.facts, errors }, problem.retryAfter) : problem
}
