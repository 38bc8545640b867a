import { type ReactNode, useState } from 'react'
import type { Facets, FacetValue } from '@/api/types'
import { formatCount } from '@/shared/format'
import { texts } from '@/texts/en'
import { browse } from '@/texts/en/browse'
import { CategoryTree } from './CategoryTree'
import { changed, type Filters, type Group, switches, toggled } from './filters'
import { Range } from './Range'

interface FilterPanelProps {
  filters: Filters
  facets: Facets | null | undefined
  onChange: (filters: Filters) => void
}

/** Every way to narrow the list, with how many there would be. */
export function FilterPanel({ filters, facets, onChange }: FilterPanelProps) {
  if (!facets) return <Waiting />
  const price = facets.price
  const inGroup = (group: Group, values: readonly FacetValue[]) => (
    <Choices values={values} title={browse.group[group]} onToggle={(slug) => onChange(toggled(filters, group, slug))} />
  )
  return (
    <>
      {facets.categories.length > 0 && (
        <Section title={browse.group.category}>
          <CategoryTree categories={facets.categories} filters={filters} />
        </Section>
      )}
      <Section title={browse.availability}>
        {switches.map((name) => (
          <Choice key={name} name={browse[name]} count={facets[name]} checked={filters[name]} onToggle={() => onChange(changed(filters, { [name]: !filters[name] }))} />
        ))}
      </Section>
      {inGroup('region', facets.regions)}
      {inGroup('brand', facets.brands)}
      {price && (
        <Section title={browse.price(price.min.currency)}>
          <Range
            key={`${filters.price_min ?? ''} ${filters.price_max ?? ''}`}
            from={filters.price_min}
            to={filters.price_max}
            least={price.min.amount}
            most={price.max.amount}
            unit={minorUnits(price.min.currency)}
            onChange={(price_min, price_max) => onChange(changed(filters, { price_min, price_max }))}
          />
        </Section>
      )}
      {inGroup('tag', facets.tags)}
      {facets.weight && (
        <Section title={browse.weight}>
          <Range
            key={`${filters.weight_min ?? ''} ${filters.weight_max ?? ''}`}
            from={filters.weight_min}
            to={filters.weight_max}
            least={facets.weight.min_grams}
            most={facets.weight.max_grams}
            unit={1}
            onChange={(weight_min, weight_max) => onChange(changed(filters, { weight_min, weight_max }))}
          />
        </Section>
      )}
    </>
  )
}

/** How many of the smallest unit make one of what people count in. */
function minorUnits(currency: string): number {
  return 10 ** (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-b border-line py-4">
      <legend className="float-left mb-1.5 w-full font-bold">{title}</legend>
      <div className="clear-both">{children}</div>
    </fieldset>
  )
}

/** So many are shown at once; the rest is one press away. */
const few = 8

function Choices({ title, values, onToggle }: { title: string; values: readonly FacetValue[]; onToggle: (slug: string) => void }) {
  const [all, setAll] = useState(false)
  if (values.length === 0) return null
  const shown = all ? values : values.filter((value, index) => index < few || value.selected)
  return (
    <Section title={title}>
      {shown.map(({ slug, name, count, selected }) => (
        <Choice key={slug} name={name} count={count} checked={selected} onToggle={() => onToggle(slug)} />
      ))}
      {values.length > few && (
        <button type="button" className="link mt-1 inline-flex min-h-9 items-center text-sm font-medium" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? browse.fewer : browse.allOf(formatCount(values.length))}
        </button>
      )}
    </Section>
  )
}

interface ChoiceProps {
  name: string
  count: number
  checked: boolean
  onToggle: () => void
}

function Choice({ name, count, checked, onToggle }: ChoiceProps) {
  return (
    <label className={`flex min-h-9 cursor-pointer items-center gap-2.5 max-lg:min-h-11 ${count === 0 && !checked ? 'text-ink-soft' : ''}`}>
      <input type="checkbox" checked={checked} className="size-4.5 shrink-0 accent-(--ink) max-lg:size-5" onChange={onToggle} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="figures text-sm text-ink-soft">{formatCount(count)}</span>
    </label>
  )
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-4 py-4">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-56" />
      <div className="skeleton h-24" />
      <div className="skeleton h-72" />
    </div>
  )
}
