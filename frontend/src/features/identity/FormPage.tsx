import type { ReactNode, Ref } from 'react'
import type { ApiProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'

interface FormPageProps {
  title: string
  lead: string
  submitLabel: string
  problem: ApiProblem | null
  sending: boolean
  form: Ref<HTMLFormElement>
  onSubmit: () => void
  children: ReactNode
  other: ReactNode
}

export function FormPage({ title, lead, submitLabel, problem, sending, form, onSubmit, children, other }: FormPageProps) {
  return (
    <div className="frame grid gap-x-16 gap-y-8 pt-10 md:grid-cols-[1fr_minmax(0,26rem)] md:pt-24">
      <div>
        <h1 className="display">{title}</h1>
        <p className="mt-4 max-w-md text-lg text-ink-soft">{lead}</p>
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
          {problem && <ProblemNotice error={problem} headingRef={noRef} />}
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

/** The heading only has to be focusable; the form finds it by itself. */
const noRef = () => undefined
