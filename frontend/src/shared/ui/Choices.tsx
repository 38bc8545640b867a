import { type ReactNode, useId } from 'react'
import { Icon } from './Icon'

/** One of a few, all of them in sight. */
export function Choices({ legend, error, children }: { legend: string; error?: string | undefined; children: ReactNode }) {
  const id = useId()
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1 font-semibold">{legend}</legend>
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  )
}

interface ChoiceProps {
  name: string
  value: string
  checked: boolean
  invalid: boolean
  onChange: () => void
  children: ReactNode
}

export function Choice({ name, value, checked, invalid, onChange, children }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input type="radio" name={name} value={value} checked={checked} data-invalid={invalid || undefined} className="size-5 shrink-0 accent-(--ink)" onChange={onChange} />
      <span>{children}</span>
    </label>
  )
}
