import { useMemo } from 'react'
import type { Address } from '@/api/types'
import { countries } from '@/shared/countries'
import { Field, Select } from '@/shared/ui/Field'
import { addresses as words } from '@/texts/en/addresses'
import type { addressFields } from './address'

interface AddressFieldsProps {
  /** What stands in them at first. */
  initial: Partial<Address>
  errors: Partial<Record<(typeof addressFields)[number], string>>
}

/** What a parcel needs to know, in the order in which it is written on one. */
export function AddressFields({ initial, errors }: AddressFieldsProps) {
  const options = useMemo(() => countries(), [])
  return (
    <>
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
    </>
  )
}
