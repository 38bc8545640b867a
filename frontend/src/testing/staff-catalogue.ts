import { http, type HttpResponse, type PathParams } from 'msw'
import type { Banner, Discount, DiscountCode, Taxon } from '@/api/types'
import { aUser, inSeconds } from './examples'
import { answer, path, problem, server } from './server'

export const staffUser = { ...aUser, role: 'staff' as const }

export function aTaxon(changes: Partial<Taxon> = {}): Taxon {
  return { id: '7d2f7c1e-0000-4000-8000-000000000012', slug: 'ember', name: 'Ember', description: '', parent_id: null, archived: false, version: 1, ...changes }
}

export function aDiscount(changes: Partial<Discount> = {}): Discount {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000031',
    title: 'Spring on kettles',
    percent: 20,
    starts_at: inSeconds(-3_600),
    ends_at: inSeconds(86_400),
    product_id: null,
    taxon_id: null,
    archived: false,
    version: 1,
    ...changes,
  }
}

export function aCode(changes: Partial<DiscountCode> = {}): DiscountCode {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000032',
    code: 'WELCOME10',
    title: 'Welcome to the shop',
    percent: 10,
    amount: null,
    minimum: null,
    starts_at: inSeconds(-3_600),
    ends_at: inSeconds(86_400),
    total_limit: 100,
    per_customer_limit: 1,
    redeemed: 42,
    archived: false,
    version: 1,
    ...changes,
  }
}

export function aBanner(changes: Partial<Banner> = {}): Banner {
  return {
    id: '7d2f7c1e-0000-4000-8000-000000000033',
    title: 'Kettles that pour',
    text: 'A fifth off until Sunday',
    link: '/products/ember-kettle',
    image_url: null,
    image: null,
    starts_at: inSeconds(-3_600),
    ends_at: null,
    position: 10,
    archived: false,
    shown: true,
    version: 1,
    ...changes,
  }
}

interface Kept {
  readonly id: string
  readonly version: number
}

/** One edit as it arrived. */
export interface Edit {
  readonly ifMatch: string | null
  readonly body: unknown
}

/**
 * A shop that keeps some records of one kind below `at`, and counts the edits of its staff. `records` is its memory:
 * tests change it by `become`, as somebody else would.
 */
export function keepRecords<R extends Kept>(at: string, initial: R[], { made, refuse }: { made?: (body: Partial<R>) => R; refuse?: (body: unknown) => HttpResponse<never> | Response | null } = {}) {
  const records = [...initial]
  const edits: Edit[] = []
  const created: unknown[] = []
  const find = (params: PathParams) => records.find((record) => record.id === params.id || ('slug' in record && record.slug === params.id))
  const become = (id: string, changes: Partial<R>) => {
    const place = records.findIndex((record) => record.id === id)
    const before = records[place]
    if (!before) throw new Error(`there is no ${id}`)
    const after = { ...before, ...changes, version: before.version + 1 }
    records[place] = after
    return after
  }
  server.use(
    http.get(path(at), () => Response.json({ items: records, next_cursor: null })),
    http.get(path(`${at}/:id`), ({ params }) => {
      const record = find(params)
      return record ? Response.json(record) : problem(404, 'not_found')
    }),
    http.post(path(at), async ({ request }) => {
      const body = (await request.json()) as Partial<R>
      created.push(body)
      const refusal = refuse?.(body)
      if (refusal) return refusal
      if (!made) return problem(500, 'internal')
      const record = made(body)
      records.unshift(record)
      return Response.json(record, { status: 201 })
    }),
    http.patch(path(`${at}/:id`), async ({ request, params }) => {
      const body = (await request.json()) as Partial<R>
      const ifMatch = request.headers.get('If-Match')
      const record = find(params)
      if (!record) return problem(404, 'not_found')
      edits.push({ ifMatch, body })
      const refusal = refuse?.(body)
      if (refusal) return refusal
      if (ifMatch !== `"${record.version}"`) return problem(412, 'precondition_failed')
      return Response.json(become(record.id, body))
    }),
  )
  return { records, edits, created, become }
}

/** Taxonomies, for what is chosen from them. */
export function keepTaxa(taxa: Partial<Record<'brands' | 'regions' | 'categories' | 'tags', Taxon[]>> = {}) {
  for (const kind of ['brands', 'regions', 'categories', 'tags'] as const) {
    server.use(
      http.get(path(`/${kind}`), ({ request }) => {
        const archived = new URL(request.url).searchParams.get('archived') === 'true'
        return answer('list_brands', { items: (taxa[kind] ?? []).filter((taxon) => taxon.archived === archived), next_cursor: null })
      }),
    )
  }
}
