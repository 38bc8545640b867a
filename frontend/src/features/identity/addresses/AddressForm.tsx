import { useMemo } from 'react'
import type { Address, NewAddress } from '@/api/types'
import { countries } from '@/shared/countries'
import { Field, Select } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { texts } from '@/texts/en'
import { FormActions } from '../FormActions'
import { addressFields, missing, newAddress } from './address'

interface AddressFormProps {
  /** What stands in it at first. */
  initial: Partial<Address>
  /** Whether there is a choice: the first address of a book leads it anyway, and a leading one leads until another does. */
  mayLead: boolean
  submitLabel: string
  sendingLabel: string
  cancelLabel: string
  /** Asks the shop, and shows the book that comes of it. */
  save: (address: NewAddress, signal: AbortSignal) => Promise<void>
  onCancel: () => void
}

export function AddressForm({ initial, mayLead, submitLabel, sendingLabel, cancelLabel, save, onCancel }: AddressFormProps) {
  const words = texts.addresses
  const { form, errors, problem, sending, submit } = useForm({
    fields: addressFields,
    check: missing,
    send: (values, signal) => save(newAddress(values), signal),
  })
  const options = useMemo(() => countries(), [])
  return (
    <Form form={form} problem={problem} lost={words.lost} className="flex max-w-md flex-col gap-6" onSubmit={() => void submit()}>
      <Field label={words.name} name="name" autoComplete="name" required maxLength={100} defaultValue={initial.name} error={errors.name} />
      <Field label={words.company} name="company" autoComplete="organization" maxLength={100} defaultValue={initial.company ?? ''} error={errors.company} />
      <Field label={words.line1} name="line1" autoComplete="address-line1" required maxLength={100} defaultValue={initial.line1} error={errors.line1} />
      <Field label={words.line2} name="line2" autoComplete="address-line2" maxLength={100} defaultValue={initial.line2 ?? ''} error={errors.line2} />
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-4">
        <Field label={words.postalCode} name="postal_code" autoComplete="postal-code" required maxLength={16} defaultValue={initial.postal_code} error={errors.postal_code} />
        <Field label={words.city} name="city" autoComplete="address-level2" required maxLength={100} defaultValue={initial.city} error={errors.city} />
      </div>
      <Select label={words.country} name="country" autoComplete="country" required defaultValue={initial.country ?? ''} error={errors.country}>
        <option value="">{words.choose}</option>
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
      <Field
        label={words.phone}
        name="phone"
        type="tel"
        autoComplete="tel"
        inputMode="tel"
        maxLength={30}
        defaultValue={initial.phone ?? ''}
        hint={words.phoneHint}
        error={errors.phone}
      />
      {mayLead && (
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input type="checkbox" name="is_default" className="size-5 shrink-0 accent-(--ink)" />
          {words.offerFirst}
        </label>
      )}
      <FormActions submit={sending ? sendingLabel : submitLabel} sending={sending} cancel={cancelLabel} onCancel={onCancel} />
    </Form>
  )
}
