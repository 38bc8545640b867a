import { useState } from 'react'
import { crossed } from './milestones'

/** The last threshold that `left` fell through while somebody was looking, or null. */
export function useCrossed<T extends number>(thresholds: readonly T[], left: number): T | null {
  const [seen, setSeen] = useState<{ left: number; said: T | null }>({ left, said: null })
  if (seen.left !== left) {
    const now = crossed(thresholds, seen.left, left)
    setSeen({ left, said: now ?? seen.said })
  }
  return seen.said
}
