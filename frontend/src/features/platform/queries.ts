import { api } from '@/api/client'

/** The shop itself: name, payment provider, version. It does not change while a page is open. */
export const shopQuery = () => ({ ...api.queryOptions('get', '/api/v1/shop'), staleTime: Infinity })
