import { useId } from 'react'
import { staffUnits } from '@/texts/en/staff-units'
import { unitsField } from './units'

interface UnitsRowProps {
  product: string
  name: string
  /** How many are filled in at first. */
  units: number
  /** How many there are, in words. */
  note: string
  error: string | undefined
  onChange: (units: string) => void
}

/** How many units of one line. */
export function UnitsRow({ product, name, units, note, error, onChange }: UnitsRowProps) {
  const id = useId()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2">
      <span className="min-w-0 flex-1 basis-40">{name}</span>
      <input
        name={unitsField(product)}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        defaultValue={units}
        aria-label={staffUnits.of(name)}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-note${error === undefined ? '' : ` ${id}-error`}`}
        className="figures min-h-10 w-20 rounded-control border border-line-strong bg-page px-3 text-right font-semibold hover:border-ink aria-invalid:border-2 aria-invalid:border-danger max-sm:min-h-11"
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-note`} className="figures w-40 text-sm text-ink-soft">
        {note}
      </span>
      {error !== undefined && (
        <p id={`${id}-error`} className="w-full text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </li>
  )
}
