import { type ReactNode, type Ref } from 'react'
import type { ApiProblem } from '@/api/problem'
import { explain } from '@/shared/explain'
import { texts } from '@/texts/en'
import type { Words } from '@/texts/en/problems'
import { Icon, type IconName } from './Icon'

type Tone = 'calm' | 'good' | 'bad'

const tones: Record<Tone, { edge: string; icon: IconName; colour: string }> = {
  calm: { edge: 'border-line-strong', icon: 'clock', colour: 'text-ink' },
  good: { edge: 'border-positive', icon: 'check', colour: 'text-positive' },
  bad: { edge: 'border-danger', icon: 'alert', colour: 'text-danger' },
}

interface NoticeProps {
  words: Words
  tone?: Tone
  /** Ways on, as buttons or links. */
  children?: ReactNode
  requestId?: string | undefined
  headingRef?: Ref<HTMLHeadingElement>
  level?: 2 | 3
}

/** What happened, what it means, what one can do next. */
export function Notice({ words, tone = 'calm', children, requestId, headingRef, level = 2 }: NoticeProps) {
  const { edge, icon, colour } = tones[tone]
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={`border-l-4 ${edge} bg-surface py-4 pr-4 pl-4`}>
      <Heading ref={headingRef} tabIndex={headingRef ? -1 : undefined} className="flex items-start gap-2.5 text-lg leading-snug font-bold">
        <span className={`mt-0.5 ${colour}`}>
          <Icon name={icon} />
        </span>
        {words.title}
      </Heading>
      <p className="mt-1.5 text-ink-soft">
        {words.meaning} {words.next}
      </p>
      {children !== undefined && <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">{children}</div>}
      {requestId !== undefined && (
        <p className="mt-3 text-xs text-ink-soft">
          {texts.common.requestId} <code className="font-mono">{requestId}</code>
        </p>
      )}
    </section>
  )
}

export function ProblemNotice({ error, children, ...rest }: { error: unknown } & Omit<NoticeProps, 'words' | 'tone' | 'requestId'>) {
  const { requestId, ...words } = explain(error)
  return (
    <Notice {...rest} words={words} tone="bad" requestId={requestId}>
      {children}
    </Notice>
  )
}

interface SendingProblemProps {
  problem: ApiProblem
  /** What to do when nobody knows whether the shop has taken it in. */
  lost?: Words
  headingRef?: Ref<HTMLHeadingElement>
  level?: 2 | 3
}

/** What went wrong with something that somebody sent: unlike what a page looks up, it is not sent again by itself. */
export function SendingProblem({ problem, lost = texts.form.lost, ...rest }: SendingProblemProps) {
  const unanswered = problem.code === 'network' || problem.code === 'timeout'
  return unanswered ? <Notice {...rest} words={lost} tone="bad" /> : <ProblemNotice {...rest} error={problem} />
}
