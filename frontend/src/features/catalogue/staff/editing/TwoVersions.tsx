import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/shared/ui/Button'
import { Notice } from '@/shared/ui/Notice'
import { editing } from '@/texts/en/staff-editing'
import { differences, type Facet, merged, proposed, type Side } from './versions'

interface TwoVersionsProps<V> {
  facets: readonly Facet<V>[]
  /** The version that both began with. */
  base: V
  theirs: V
  mine: V
  /** Grows when a save was refused: then the focus comes here. */
  refusals: number
  refused: boolean
  onDecided: (values: V) => void
}

/** Both versions side by side, field by field, and the choice between them. */
export function TwoVersions<V extends object>({ facets, base, theirs, mine, refusals, refused, onDecided }: TwoVersionsProps<V>) {
  const words = editing.versions
  const fields = differences(facets, base, theirs, mine)
  const [chosen, setChosen] = useState<Partial<Record<string, Side>>>({})
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (refused) heading.current?.focus()
  }, [refused, refusals])
  const sideOf = (field: (typeof fields)[number]) => chosen[field.name] ?? proposed(field)
  const all = (side: Side) => setChosen(Object.fromEntries(fields.map(({ name }) => [name, side])))
  return (
    <div role="alert" className="mb-8">
      <Notice words={refused ? words.refused : words.meanwhile} tone={refused ? 'bad' : 'calm'} headingRef={heading} level={3}>
        <div className="w-full">
          {fields.length === 0 && <p>{words.alike}</p>}
          {fields.length > 1 && (
            <p className="flex flex-wrap gap-2">
              <Button look="chip" onClick={() => all('theirs')}>
                {words.allTheirs}
              </Button>
              <Button look="chip" onClick={() => all('mine')}>
                {words.allMine}
              </Button>
            </p>
          )}
          {fields.map((field) => (
            <fieldset key={field.name} className="mt-4">
              <legend className="font-semibold">
                {field.label}
                <span className="ml-2 text-sm font-normal text-ink-soft">{words.by[field.by]}</span>
              </legend>
              <div className="mt-1.5 grid grid-cols-2 gap-2">
                <Choice name={field.name} title={words.theirs} checked={sideOf(field) === 'theirs'} onChoose={() => setChosen({ ...chosen, [field.name]: 'theirs' })}>
                  {field.show(theirs)}
                </Choice>
                <Choice name={field.name} title={words.mine} checked={sideOf(field) === 'mine'} onChoose={() => setChosen({ ...chosen, [field.name]: 'mine' })}>
                  {field.show(mine)}
                </Choice>
              </div>
            </fieldset>
          ))}
          <Button look="strong" className="mt-5" onClick={() => onDecided(merged(theirs, mine, fields.map((field) => ({ name: field.name, side: sideOf(field) }))))}>
            {words.decide}
          </Button>
          <p className="mt-2 text-sm text-ink-soft">{words.decideHint}</p>
        </div>
      </Notice>
    </div>
  )
}

function Choice({ name, title, checked, onChoose, children }: { name: string; title: string; checked: boolean; onChoose: () => void; children: ReactNode }) {
  const id = useId()
  return (
    <label
      htmlFor={id}
      className="flex min-w-0 cursor-pointer gap-2.5 rounded-control border border-line-strong p-3 hover:border-ink has-checked:border-2 has-checked:border-ink has-checked:p-[calc(0.75rem-1px)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
    >
      <input id={id} type="radio" name={`version-of-${name}`} checked={checked} className="mt-1 size-4 shrink-0 accent-ink" onChange={onChoose} />
      <span className="min-w-0">
        <span className="block text-xs text-ink-soft">{title}</span>
        <span className="line-clamp-6 break-words whitespace-pre-line">{children}</span>
      </span>
    </label>
  )
}
