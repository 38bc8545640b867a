import { useId } from 'react'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import type { Choice } from './use-filing'

interface TagsFieldProps {
  choices: readonly Choice[]
  chosen: readonly string[]
  error: string | undefined
  onChange: (chosen: string[]) => void
}

/** Any of the tags. */
export function TagsField({ choices, chosen, error, onChange }: TagsFieldProps) {
  const words = staffCatalogue.product
  const id = useId()
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1.5 font-semibold">{words.tags}</legend>
      {choices.length === 0 && <p className="text-sm text-ink-soft">{words.noTags}</p>}
      <div className="flex flex-wrap gap-2">
        {choices.map((tag) => (
          <label
            key={tag.id}
            htmlFor={`${id}-${tag.id}`}
            className="inline-flex min-h-9 cursor-pointer items-center gap-2 rounded-control border border-line-strong px-3 text-sm font-medium hover:border-ink has-checked:border-transparent has-checked:bg-inverse has-checked:text-on-inverse has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink max-sm:min-h-11"
          >
            <input
              id={`${id}-${tag.id}`}
              type="checkbox"
              checked={chosen.includes(tag.id)}
              aria-invalid={error !== undefined || undefined}
              className="size-4 accent-current"
              onChange={(event) => onChange((event.target.checked ? [...chosen, tag.id] : chosen.filter((one) => one !== tag.id)).sort())}
            />
            {tag.name}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </fieldset>
  )
}
