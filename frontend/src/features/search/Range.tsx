import { type SubmitEvent, useId, useState } from 'react'
import { Icon } from '@/shared/ui/Icon'
import { browse } from '@/texts/en/browse'
import { parseRange } from './range'

interface RangeProps {
  from: number | null
  to: number | null
  /** What there is, shown where nothing is filled in. */
  least: number
  most: number
  /** How many of these make one of what is filled in. */
  unit: number
  onChange: (from: number | null, to: number | null) => void
}

/** Two ends to fill in. They count on Enter, on the button, or when both fields are left. */
export function Range({ from, to, least, most, unit, onChange }: RangeProps) {
  const id = useId()
  const [wrong, setWrong] = useState(false)
  const written = (value: number | null) => (value === null ? '' : String(value / unit))

  function apply(form: HTMLFormElement) {
    const [low = '', high = ''] = Array.from(form.querySelectorAll('input'), (input) => input.value)
    const range = parseRange(low, high, unit)
    setWrong(range === null)
    if (range && (range.from !== from || range.to !== to)) onChange(range.from, range.to)
  }

  return (
    <form
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        apply(event.currentTarget)
      }}
    >
      <div className="flex items-end gap-2">
        <End id={`${id}-from`} name="from" label={browse.from} value={written(from)} example={String(Math.floor(least / unit))} wrong={wrong} onLeave={apply} />
        <End id={`${id}-to`} name="to" label={browse.to} value={written(to)} example={String(Math.ceil(most / unit))} wrong={wrong} onLeave={apply} />
        <button type="submit" className="inline-grid size-11 shrink-0 place-items-center rounded-control border border-line-strong hover:border-ink hover:bg-sunken" aria-label={browse.apply}>
          <Icon name="arrow" size={18} />
        </button>
      </div>
      <p role="alert" id={`${id}-wrong`} className="mt-1.5 text-sm font-medium text-danger empty:hidden">
        {wrong && browse.rangeWrong}
      </p>
    </form>
  )
}

interface EndProps {
  id: string
  name: string
  label: string
  value: string
  example: string
  wrong: boolean
  /** Both ends have been left. */
  onLeave: (form: HTMLFormElement) => void
}

function End({ id, name, label, value, example, wrong, onLeave }: EndProps) {
  return (
    <div className="min-w-0 flex-1">
      <label htmlFor={id} className="text-sm text-ink-soft">
        {label}
      </label>
      <input
        id={id}
        name={name}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={value}
        placeholder={example}
        aria-invalid={wrong || undefined}
        onBlur={({ currentTarget: { form }, relatedTarget }) => {
          if (form && !form.contains(relatedTarget)) onLeave(form)
        }}
        className="figures block h-11 w-full rounded-control border border-line-strong bg-surface px-2.5 placeholder:text-ink-soft hover:border-ink aria-invalid:border-danger"
      />
    </div>
  )
}
