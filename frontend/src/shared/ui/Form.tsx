import type { ReactNode, Ref } from 'react'
import type { ApiProblem } from '@/api/problem'
import { focusable } from '@/shared/use-form'
import type { Words } from '@/texts/en/problems'
import { SendingProblem } from './Notice'

interface FormProps {
  form: Ref<HTMLFormElement>
  problem: ApiProblem | null
  /** What to do when nobody knows whether the shop has taken it in. */
  lost?: Words
  className?: string
  onChange?: () => void
  onSubmit: () => void
  children: ReactNode
}

/** The form of `useForm`: what went wrong with all of it comes first, what is wrong with a field stands at the field. */
export function Form({ form, problem, lost, className = 'flex flex-col gap-6', onChange, onSubmit, children }: FormProps) {
  return (
    <form
      ref={form}
      noValidate
      className={className}
      onChange={onChange}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <div data-form-problem role="alert" className="empty:hidden">
        {problem && <SendingProblem problem={problem} {...(lost && { lost })} headingRef={focusable} />}
      </div>
      {children}
    </form>
  )
}
