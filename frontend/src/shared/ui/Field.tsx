import { type InputHTMLAttributes, type Ref, useId, useState } from 'react'
import { texts } from '@/texts/en'
import { Icon } from './Icon'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  name: string
  hint?: string | undefined
  error?: string | undefined
  ref?: Ref<HTMLInputElement>
}

const box =
  'block min-h-12 w-full rounded-control border bg-surface px-3.5 py-2.5 text-base text-ink transition-colors duration-(--fast) border-line-strong hover:border-ink aria-invalid:border-2 aria-invalid:border-danger'

/** Label above, error below, both tied to the input. */
export function Field({ label, hint, error, type = 'text', ...input }: FieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const isPassword = type === 'password'
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {isPassword && (
          <button
            type="button"
            className="link -my-2 min-h-11 px-1 text-sm"
            aria-pressed={shown}
            aria-label={texts.identity.showPassword}
            onClick={() => setShown(!shown)}
          >
            {shown ? texts.identity.hide : texts.identity.show}
          </button>
        )}
      </div>
      <input
        {...input}
        id={id}
        type={isPassword && shown ? 'text' : type}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described || undefined}
        className={box}
      />
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
