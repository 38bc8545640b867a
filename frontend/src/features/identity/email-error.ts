import { texts } from '@/texts/en'

/** What can be said about an e-mail address without asking the shop; nothing when it may be one. */
export function emailError(email: string): string | undefined {
  if (email.trim() === '') return texts.identity.emailMissing
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : texts.identity.emailOdd
}
