import { useId } from 'react'

interface ChoicesProps<T extends string> {
  legend: string
  name: string
  options: readonly { readonly value: T; readonly title: string; readonly note?: string }[]
  value: T
  onChoose: (value: T) => void
}

/** One of a few, each with what it means. */
export function Choices<T extends string>({ legend, name, options, value, onChoose }: ChoicesProps<T>) {
  const id = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold">{legend}</legend>
      <div className="grid gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            htmlFor={`${id}-${option.value}`}
            className="flex cursor-pointer gap-3 rounded-control border border-line-strong bg-surface px-3.5 py-2.5 hover:border-ink has-checked:border-ink has-checked:shadow-[inset_0_0_0_1px_var(--ink)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
          >
            <input
              id={`${id}-${option.value}`}
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              aria-describedby={option.note === undefined ? undefined : `${id}-${option.value}-note`}
              className="mt-1 size-4 shrink-0 accent-ink"
              onChange={() => onChoose(option.value)}
            />
            <span className="min-w-0">
              <span className="font-medium">{option.title}</span>
              {option.note !== undefined && (
                <span id={`${id}-${option.value}-note`} className="block text-sm text-ink-soft">
                  {option.note}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
