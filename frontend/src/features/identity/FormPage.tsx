import type { ReactNode, Ref } from 'react'
import type { ApiProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { Form } from '@/shared/ui/Form'
import { Notice } from '@/shared/ui/Notice'
import type { Words } from '@/texts/en/problems'

/** A link below the button, to another form. */
export const wayOn = 'link inline-flex min-h-11 items-center'

interface FormPageProps {
  title: string
  lead: string
  submitLabel: string
  /** Why one is here, when it was not one's own way. */
  notice?: Words | undefined
  problem: ApiProblem | null
  lost?: Words
  sending: boolean
  form: Ref<HTMLFormElement>
  onSubmit: () => void
  children: ReactNode
  other: ReactNode
}

export function FormPage({ title, lead, submitLabel, notice, sending, children, other, ...form }: FormPageProps) {
  return (
    <div className="frame grid gap-x-16 gap-y-8 pt-10 md:grid-cols-[1fr_minmax(0,26rem)] md:pt-24">
      <div>
        <h1 className="display">{title}</h1>
        <p className="mt-4 max-w-md text-lg text-ink-soft">{lead}</p>
        <div role="status" className="mt-6 max-w-md empty:hidden">
          {notice && <Notice words={notice} tone="good" />}
        </div>
      </div>
      <Form {...form}>
        {children}
        <Button type="submit" look="strong" busy={sending} className="w-full">
          {submitLabel}
        </Button>
        <div className="flex flex-col items-center">{other}</div>
      </Form>
    </div>
  )
}
