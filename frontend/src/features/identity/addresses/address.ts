import type { Address, NewAddress } from '@/api/types'
import { countryName } from '@/shared/countries'
import { addresses } from '@/texts/en/addresses'

export const addressFields = ['name', 'company', 'line1', 'line2', 'postal_code', 'city', 'country', 'phone', 'is_default'] as const

type Values = Record<(typeof addressFields)[number], string>

/** What is missing. Whether the rest is right is the shop's to say. */
export function missing(values: Values): Partial<Values> {
  const required = ['name', 'line1', 'postal_code', 'city', 'country'] as const
  return Object.fromEntries(required.filter((field) => values[field].trim() === '').map((field) => [field, addresses.missing[field]]))
}

const orNothing = (text: string) => (text.trim() === '' ? null : text.trim())

export function newAddress({ name, company, line1, line2, postal_code, city, country, phone, is_default }: Values): NewAddress {
  return {
    name: name.trim(),
    company: orNothing(company),
    line1: line1.trim(),
    line2: orNothing(line2),
    postal_code: postal_code.trim(),
    city: city.trim(),
    country,
    phone: orNothing(phone),
    is_default: is_default !== '',
  }
}

/** What somebody wrote into it. */
export function contents({ name, company, line1, line2, postal_code, city, country, phone, is_default }: Address): NewAddress {
  return { name, company: company ?? null, line1, line2: line2 ?? null, postal_code, city, country, phone: phone ?? null, is_default }
}

/** As it stands on a parcel. */
export function addressLines({ name, company, line1, line2, postal_code, city, country }: Omit<NewAddress, 'is_default'>): string[] {
  return [name, company, line1, line2, `${postal_code} ${city}`, countryName(country)].filter((line) => line != null)
}

/** Enough to tell it from the others. */
export function addressName({ name, line1, city }: Address): string {
  return `${name}, ${line1}, ${city}`
}
