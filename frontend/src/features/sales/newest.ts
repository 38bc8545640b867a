import type { Sale } from '@/api/types'

/**
 * The newer of two answers about the same sale. They come by the stream and by polling, from whichever process, and
 * overtake each other: what is older never replaces what is known.
 */
export function newestSale(known: Sale | undefined, answer: Sale): Sale {
  if (!known || known.id !== answer.id || answer.revision > known.revision) return answer
  if (answer.revision < known.revision) return known
  // The same, but the clock alone may have opened or ended it.
  return Date.parse(answer.server_time) >= Date.parse(known.server_time) ? answer : known
}
