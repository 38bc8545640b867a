import { infiniteQueryOptions } from '@tanstack/react-query'
import { answered, givingUp, staffClient } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { InvoiceSearch } from './invoice-filters'

export const invoicesQuery = (search: InvoiceSearch) =>
  infiniteQueryOptions({
    queryKey: ['staff', 'invoices', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...search, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }
      return answered(await staffClient.GET('/api/v1/invoices', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: 'always',
    // A number that is none stays none.
    retry: (failures, error) => failures < 3 && asProblem(error).isTransient,
  })

/** One row for each document and rate of value added tax, as accountants' programs read them. */
export async function invoicesFile(period: { from: string; to: string }): Promise<Blob> {
  return answered(await staffClient.GET('/api/v1/invoices.csv', { params: { query: period }, parseAs: 'blob', signal: givingUp() }))
}
