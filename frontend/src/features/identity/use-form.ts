import { useEffect, useRef, useState } from 'react'
import { type ApiProblem, asProblem } from '@/api/problem'
import { fieldErrors } from '@/shared/explain'

interface Form<F extends string> {
  fields: readonly F[]
  /** Messages for what can be seen without asking the shop. */
  check: (values: Record<F, string>) => Partial<Record<F, string>>
  send: (values: Record<F, string>) => Promise<void>
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
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? form.current?.querySelector<HTMLElement>('[data-form-problem] h2')
    first?.focus()
  }, [round])

  function show(found: Partial<Record<F, string>>, whole: ApiProblem | null) {
    setErrors(found)
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
    const found = check(values)
    if (Object.keys(found).length > 0) {
      show(found, null)
      return
    }
    setSending(true)
    setErrors({})
    setProblem(null)
    try {
      await send(values)
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

export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text)
}
