import { useId } from 'react'

interface DayInputProps {
  label: string
  /** A day as 2026-11-30, or nothing. */
  value: string
  onChange: (day: string) => void
}

/** A day to filter by. */
export function DayInput({ label, value, onChange }: DayInputProps) {
  const id = useId()
  return (
    <div className="max-sm:flex-1">
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value}
        className="figures block min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 hover:border-ink lg:min-h-10 lg:text-sm"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
