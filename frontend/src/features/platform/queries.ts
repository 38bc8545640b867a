import type { QueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'

/** The shop itself: name, payment provider, version. It does not change while a page is open. */
export const shopQuery = () => ({ ...api.queryOptions('get', '/api/v1/shop'), staleTime: Infinity })

/** Signing out must not leave what the staff saw to the next: the keys of their queries all begin with "staff". */
export function forgetStaff(queries: QueryClient): void {
  queries.removeQueries({ queryKey: ['staff'] })
}
