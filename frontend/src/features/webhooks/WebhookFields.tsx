import { useId } from 'react'
import type { Webhook } from '@/api/types'
import { Field } from '@/shared/ui/Field'
import { Icon } from '@/shared/ui/Icon'
import { webhooks } from '@/texts/en/webhooks'
import { eventTypes, type fields } from './webhook-form'

interface WebhookFieldsProps {
  /** What stands in them at first. */
  initial?: Webhook
  errors: Partial<Record<(typeof fields)[number], string>>
}

/** Where to, what for, and what about. */
export function WebhookFields({ initial, errors }: WebhookFieldsProps) {
  const words = webhooks.form
  return (
    <>
      <Field label={words.url} name="url" type="url" inputMode="url" autoComplete="off" maxLength={2000} defaultValue={initial?.url} hint={words.urlHint} error={errors.url} />
      <Field label={words.description} name="description" maxLength={200} defaultValue={initial?.description} error={errors.description} />
      <Events initial={initial} error={errors.events} />
    </>
  )
}

function Events({ initial, error }: { initial: Webhook | undefined; error: string | undefined }) {
  const id = useId()
  return (
    <fieldset aria-describedby={error === undefined ? undefined : id}>
      <legend className="mb-1.5 font-semibold">{webhooks.form.events}</legend>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {eventTypes.map((type, place) => (
          <li key={type}>
            <label className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                name={type}
                defaultChecked={initial?.events.includes(type)}
                className="size-5 shrink-0 accent-(--ink)"
                aria-invalid={(error !== undefined && place === 0) || undefined}
              />
              <span>{webhooks.event[type]}</span>
            </label>
          </li>
        ))}
      </ul>
      {error !== undefined && (
        <p id={id} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  )
}
