import { useEffect, useRef, useState } from 'react'
import { givingUp } from '@/api/client'
import { type ApiProblem, asProblem } from '@/api/problem'
import { fieldErrors } from './explain'

interface Form<F extends string> {
  fields: readonly F[]
  /** Messages for what can be seen without asking the shop. */
  check: (values: Record<F, string>) => Partial<Record<F, string | undefined>>
  /** Asks the shop. The signal gives up on an answer that does not come. */
  send: (values: Record<F, string>, signal: AbortSignal) => Promise<void>
}

/** One form: checks, sends, puts the shop's answer next to the fields, and focuses the first of them. */
export function useForm<F extends string>({ fields, check, send }: Form<F>) {
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<Partial<Record<F, string>>>({})
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [sending, setSending] = useState(false)
  const [round, setRound] = useState(0)

  useEffect(() => {
    if (round === 0) return
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]') ?? form.current?.querySelector<HTMLElement>('[data-form-problem] h2')
    first?.focus()
  }, [round])

  function show(named: Partial<Record<F, string>>, whole: ApiProblem | null) {
    setErrors(named)
    setProblem(whole)
    setRound((count) => count + 1)
  }

  async function submit() {
    if (!form.current || sending) return
    const data = new FormData(form.current)
    const text = (field: F) => {
      const value = data.get(field)
      return typeof value === 'string' ? value : ''
    }
    const values = Object.fromEntries(fields.map((field) => [field, text(field)])) as Record<F, string>
    const seen = found(check(values))
    if (Object.keys(seen).length > 0) {
      show(seen, null)
      return
    }
    setSending(true)
    setErrors({})
    setProblem(null)
    try {
      await send(values, givingUp())
    } catch (error) {
      const whole = asProblem(error)
      const named = fieldErrors(whole, fields) as Partial<Record<F, string>>
      show(named, Object.keys(named).length > 0 ? null : whole)
    } finally {
      setSending(false)
    }
  }

  return { form, errors, problem, sending, submit }
}

/** A ref for the heading of a form's problem: it only has to be focusable, the form finds it by itself. */
export const focusable = () => undefined

/** The fields that have something to be said about. */
function found<F extends string>(errors: Partial<Record<F, string | undefined>>): Partial<Record<F, string>> {
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== undefined)) as Partial<Record<F, string>>
}
