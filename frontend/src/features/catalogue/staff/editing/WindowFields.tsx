import { Field } from '@/shared/ui/Field'
import { editing } from '@/texts/en/staff-editing'
import type { Inputs, TextField } from './inputs'
import type { WindowValues } from './window'

interface WindowFieldsProps {
  input: Inputs<TextField<WindowValues>>
  errors: { starts_at?: string; ends_at?: string }
  endless?: boolean
}

/** From when until when. */
export function WindowFields({ input, errors, endless = false }: WindowFieldsProps) {
  const words = editing.window
  return (
    <div className="grid gap-5 @md:grid-cols-2">
      <Field label={words.starts_at} type="datetime-local" step={1} {...input('starts_at')} hint={words.hint} error={errors.starts_at} />
      <Field label={endless ? words.ends_at_optional : words.ends_at} type="datetime-local" step={1} {...input('ends_at')} hint={endless ? words.endless : words.exclusive} error={errors.ends_at} />
    </div>
  )
}
