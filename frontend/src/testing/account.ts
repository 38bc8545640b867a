import { http } from 'msw'
import type { Address, OpenSession, User } from '@/api/types'
import { aSession, aUser } from './examples'
import { answer, path, server } from './server'

interface Account {
  user: User
  sessions: OpenSession[]
  addresses: Address[]
}

/** What the account's page asks for by itself. The object that comes back is the shop's memory: tests may change it. */
export function keepAccount(changes: Partial<Account> = {}): Account {
  const kept = { user: aUser, sessions: [aSession({ current: true })], addresses: [], ...changes }
  server.use(
    http.get(path('/users/me'), () => answer('get_me', kept.user)),
    http.get(path('/users/me/sessions'), () => answer('list_sessions', { items: kept.sessions, next_cursor: null })),
    http.get(path('/users/me/addresses'), () => answer('list_addresses', { items: kept.addresses, next_cursor: null })),
  )
  return kept
}
