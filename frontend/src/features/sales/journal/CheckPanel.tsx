import type { ReactNode, Ref } from 'react'
import { formatCount } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { journal, type Proven } from '@/texts/en/journal'
import type { Progress, Result } from './check'
import { type CheckState, useCheck } from './use-check'

interface CheckPanelProps {
  check: (signal: AbortSignal, progress: Progress) => Promise<Result>
  /** What the button says, and what it means when all is well. */
  start: string
  proven: Proven
}

/** A check in this browser: begin, follow, stop, and what came of it in plain words. */
export function CheckPanel({ check, start, proven }: CheckPanelProps) {
  const { state, start: begin, stop } = useCheck(check)
  const heading = useFocusOnChange<HTMLHeadingElement>(state.step)
  const checking = state.step === 'checking'
  return (
    <div className="max-w-2xl">
      {state.step !== 'idle' && !checking && (
        <div role="alert" className="mb-5">
          <Outcome state={state} proven={proven} headingRef={heading} />
        </div>
      )}
      {checking && (
        <div className="mb-5">
          <p className="figures font-semibold">
            {state.of > 0 ? journal.check.progress(formatCount(state.checked), formatCount(state.of)) : journal.check.working}
          </p>
          <progress className="mt-2 h-2 w-full accent-ink" aria-label={journal.check.working} {...(state.of > 0 ? { max: state.of, value: state.checked } : {})} />
        </div>
      )}
      {checking ? (
        <Button onClick={stop}>{journal.check.stop}</Button>
      ) : (
        <Button look={state.step === 'idle' ? 'strong' : 'quiet'} onClick={() => void begin()}>
          {state.step === 'idle' ? start : journal.check.again}
        </Button>
      )}
    </div>
  )
}

function Outcome({ state, proven, headingRef }: { state: CheckState; proven: Proven; headingRef: Ref<HTMLHeadingElement> }): ReactNode {
  switch (state.step) {
    case 'idle':
    case 'checking':
      return null
    case 'insecure':
      return <Notice tone="bad" words={journal.check.insecure} headingRef={headingRef} />
    case 'failed':
      return <ProblemNotice error={state.error} headingRef={headingRef} />
    case 'done': {
      const { result } = state
      if ('fault' in result) return <Notice tone="bad" words={journal.fault(result.fault)} headingRef={headingRef} />
      const { head, from, complete } = result
      return (
        <Notice tone="good" words={proven(formatCount(from), formatCount(head.seq), complete)} headingRef={headingRef}>
          <p className="basis-full text-sm text-ink-soft">{journal.check.limits}</p>
          <p className="flex min-w-0 items-center text-xs">
            <span>
              {journal.check.head} <code className="font-mono break-all">{head.hash}</code>
            </span>
            <CopyButton value={head.hash} what={journal.check.headName} />
          </p>
        </Notice>
      )
    }
  }
}
