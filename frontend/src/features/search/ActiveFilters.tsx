import { Link } from 'react-router'
import type { Facets } from '@/api/types'
import { formatMoney, formatWeight } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Icon } from '@/shared/ui/Icon'
import { browse } from '@/texts/en/browse'
import { changed, type Filters, groups, searchOf, switches, toggled, widened } from './filters'
import { nameOf } from './title'

interface Chip {
  readonly name: string
  /** The filters without it. */
  readonly without: Filters
}

function chipsOf(filters: Filters, facets: Facets | null | undefined): Chip[] {
  const currency = facets?.price?.min.currency ?? 'EUR'
  const money = (amount: number | null) => (amount === null ? null : formatMoney({ amount, currency }))
  const weight = (grams: number | null) => (grams === null ? null : formatWeight(grams))
  const chips = groups.flatMap((group) => filters[group].map((slug) => ({ name: nameOf(group, slug, facets), without: toggled(filters, group, slug) })))
  const price = browse.range(money(filters.price_min), money(filters.price_max))
  const heavy = browse.range(weight(filters.weight_min), weight(filters.weight_max))
  if (price !== null) chips.push({ name: price, without: changed(filters, { price_min: null, price_max: null }) })
  if (heavy !== null) chips.push({ name: heavy, without: changed(filters, { weight_min: null, weight_max: null }) })
  for (const name of switches) if (filters[name]) chips.push({ name: browse[name], without: changed(filters, { [name]: false }) })
  return chips
}

interface ActiveFiltersProps {
  filters: Filters
  facets: Facets | null | undefined
  className?: string
}

/** What narrows the list, each with the way to be without it. */
export function ActiveFilters({ filters, facets, className = '' }: ActiveFiltersProps) {
  const chips = chipsOf(filters, facets)
  if (chips.length === 0) return null
  return (
    <ul aria-label={browse.active} className={`flex flex-wrap items-center gap-2 ${className}`}>
      {chips.map(({ name, without }) => (
        <li key={name}>
          <Link
            to={paths.products(searchOf(without))}
            preventScrollReset
            aria-label={browse.remove(name)}
            className="figures inline-flex min-h-9 items-center gap-1.5 rounded-control bg-inverse py-1 pr-2 pl-3 text-sm font-semibold text-on-inverse hover:opacity-88"
          >
            {name}
            <Icon name="close" size={16} />
          </Link>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Link to={paths.products(searchOf(widened(filters)))} preventScrollReset className="link inline-flex min-h-9 items-center px-1 text-sm font-medium">
            {browse.clear}
          </Link>
        </li>
      )}
    </ul>
  )
}
