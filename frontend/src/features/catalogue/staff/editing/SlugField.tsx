import type { ChangeEvent } from 'react'
import { Field } from '@/shared/ui/Field'
import { editing } from '@/texts/en/staff-editing'
import type { Inputs, TextField } from './inputs'
import { isSlug, slugOf } from './slug'

export interface Named {
  name: string
  slug: string
}

interface NameAndSlugProps {
  values: Named
  input: Inputs<TextField<Named>>
  set: (changed: Partial<Named>) => void
  errors: { name?: string; slug?: string }
  /** While a thing is new, its address follows its name until somebody chooses another. */
  follow: boolean
  /** Longest name. */
  most: number
  slugHint: string
}

/** What it is called, and its address. */
export function NameAndSlug({ values, input, set, errors, follow, most, slugHint }: NameAndSlugProps) {
  const rename = (event: ChangeEvent<HTMLInputElement>) => {
    const name = event.target.value
    set(follow && values.slug === slugOf(values.name) ? { name, slug: slugOf(name) } : { name })
  }
  return (
    <>
      <Field label={editing.name} {...input('name')} onChange={rename} maxLength={most} autoComplete="off" error={errors.name} />
      <Field label={editing.slug} {...input('slug')} maxLength={80} autoComplete="off" autoCapitalize="none" spellCheck={false} hint={slugHint} error={errors.slug} />
    </>
  )
}

/** What can be seen without asking the shop. */
export function checkNamed({ name, slug }: Named) {
  return {
    ...(name.trim() === '' && { name: editing.nameMissing }),
    ...(!isSlug(slug) && { slug: editing.slugOdd }),
  }
}
