import { identity } from '@/texts/en/identity'

/** What can be said about an e-mail address without asking the shop; nothing when it may be one. */
export function emailError(email: string): string | undefined {
  if (email.trim() === '') return identity.emailMissing
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : identity.emailOdd
}
