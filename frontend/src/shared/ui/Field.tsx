import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId, useState } from 'react'
import { identity } from '@/texts/en/identity'
import { Icon } from './Icon'

interface Described {
  label: string
  name: string
  hint?: string | undefined
  error?: string | undefined
}

const box =
  'block min-h-12 w-full rounded-control border bg-surface px-3.5 py-2.5 text-base text-ink transition-colors duration-(--fast) border-line-strong hover:border-ink aria-invalid:border-2 aria-invalid:border-danger'

/** What ties a control to its label, its hint and its error. */
function tied(id: string, { hint, error }: Described) {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return { id, 'aria-invalid': error !== undefined || undefined, 'aria-describedby': described || undefined, className: box }
}

interface LabelledProps extends Described {
  id: string
  /** A control at the label's side. */
  beside?: ReactNode
  children: ReactNode
}

/** Label above, error below. */
function Labelled({ id, label, hint, error, beside, children }: LabelledProps) {
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {beside}
      </div>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

type FieldProps = Described & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }

/** One line to fill in; a password can be looked at. */
export function Field({ label, hint, error, type = 'text', ...input }: FieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const isPassword = type === 'password'
  const about = { label, name: input.name, hint, error }
  const look = isPassword && (
    <button
      type="button"
      className="link -my-2 min-h-11 px-1 text-sm"
      aria-pressed={shown}
      aria-label={identity.showPassword}
      onClick={() => setShown(!shown)}
    >
      {shown ? identity.hide : identity.show}
    </button>
  )
  return (
    <Labelled {...about} id={id} beside={look}>
      <input {...input} {...tied(id, about)} type={isPassword && shown ? 'text' : type} />
    </Labelled>
  )
}

type AreaProps = Described & TextareaHTMLAttributes<HTMLTextAreaElement>

/** Several lines to fill in. */
export function Area({ label, hint, error, ...area }: AreaProps) {
  const id = useId()
  const about = { label, name: area.name, hint, error }
  return (
    <Labelled {...about} id={id}>
      <textarea {...area} {...tied(id, about)} />
    </Labelled>
  )
}

type SelectProps = Described & SelectHTMLAttributes<HTMLSelectElement>

/** One of many. */
export function Select({ label, hint, error, ...select }: SelectProps) {
  const id = useId()
  const about = { label, name: select.name, hint, error }
  return (
    <Labelled {...about} id={id}>
      <div className="relative">
        <select {...select} {...tied(id, about)} className={`${box} appearance-none pr-11`} />
        <span className="pointer-events-none absolute inset-y-0 right-3.5 flex items-center text-ink-soft">
          <Icon name="chevron" size={18} />
        </span>
      </div>
    </Labelled>
  )
}
