import type { ReactNode, Ref } from 'react'
import type { ApiProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import type { Words } from '@/texts/en/problems'
import { focusable } from './use-form'

interface FormPageProps {
  title: string
  lead: string
  submitLabel: string
  /** Why one is here, when it was not one's own way. */
  notice?: Words | undefined
  problem: ApiProblem | null
  sending: boolean
  form: Ref<HTMLFormElement>
  onSubmit: () => void
  children: ReactNode
  other: ReactNode
}

export function FormPage({ title, lead, submitLabel, notice, problem, sending, form, onSubmit, children, other }: FormPageProps) {
  return (
    <div className="frame grid gap-x-16 gap-y-8 pt-10 md:grid-cols-[1fr_minmax(0,26rem)] md:pt-24">
      <div>
        <h1 className="display">{title}</h1>
        <p className="mt-4 max-w-md text-lg text-ink-soft">{lead}</p>
        <div role="status" className="mt-6 max-w-md empty:hidden">
          {notice && <Notice words={notice} tone="good" />}
        </div>
      </div>
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <div data-form-problem role="alert" className="empty:hidden">
          {problem && <ProblemNotice error={problem} headingRef={focusable} />}
        </div>
        {children}
        <Button type="submit" look="strong" busy={sending} className="w-full">
          {submitLabel}
        </Button>
        <p className="text-center">{other}</p>
      </form>
    </div>
  )
}
