import { useEffect, useState } from 'react'

/** The monotonic clock, rendered about once a second. */
export function useTicking(): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
