import { useEffect, useRef, useState } from 'react'
import type { Progress, Result } from './check'
import { InsecurePage } from './verify'

export type CheckState =
  | { step: 'idle' }
  | { step: 'checking'; checked: number; of: number }
  | { step: 'done'; result: Result }
  | { step: 'insecure' }
  | { step: 'failed'; error: unknown }

/** Runs a check, tells how far it is, and stops it when it is told to or the page is left. */
export function useCheck(check: (signal: AbortSignal, progress: Progress) => Promise<Result>) {
  const [state, setState] = useState<CheckState>({ step: 'idle' })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  function stop() {
    running.current?.abort()
    setState({ step: 'idle' })
  }

  async function start() {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const say = (next: CheckState) => {
      if (!signal.aborted) setState(next)
    }
    say({ step: 'checking', checked: 0, of: 0 })
    try {
      say({ step: 'done', result: await check(signal, (checked, of) => say({ step: 'checking', checked, of })) })
    } catch (error) {
      say(error instanceof InsecurePage ? { step: 'insecure' } : { step: 'failed', error })
    }
  }

  return { state, start, stop }
}
