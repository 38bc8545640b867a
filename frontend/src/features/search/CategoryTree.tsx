import { Link } from 'react-router'
import type { CategoryFacet } from '@/api/types'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { browse } from '@/texts/en/browse'
import { changed, type Filters, searchOf } from './filters'

interface CategoryTreeProps {
  categories: readonly CategoryFacet[]
  filters: Filters
}

/** The tree, open where one is: the tops always, and whatever lies on the way to the chosen one or directly below it. */
export function CategoryTree({ categories, filters }: CategoryTreeProps) {
  const way = new Set<string | null>([null])
  for (const slug of filters.category) {
    for (let at: string | null | undefined = slug; at != null; at = categories.find((one) => one.slug === at)?.parent_slug) way.add(at)
  }
  return (
    <ul>
      {filters.category.length > 0 && (
        <li>
          <Choice to={changed(filters, { category: [] })} name={browse.allCategories} />
        </li>
      )}
      <Level parent={null} categories={categories} filters={filters} way={way} />
    </ul>
  )
}

function Level({ parent, categories, filters, way }: CategoryTreeProps & { parent: string | null; way: ReadonlySet<string | null> }) {
  if (!way.has(parent)) return null
  return categories
    .filter(({ parent_slug }) => (parent_slug ?? null) === parent)
    .map(({ slug, name, count, selected }) => (
      <li key={slug}>
        <Choice to={changed(filters, { category: [slug] })} name={name} count={count} current={selected} />
        {way.has(slug) && (
          <ul className="pl-4">
            <Level parent={slug} categories={categories} filters={filters} way={way} />
          </ul>
        )}
      </li>
    ))
}

function Choice({ to, name, count, current = false }: { to: Filters; name: string; count?: number; current?: boolean }) {
  return (
    <Link
      to={paths.products(searchOf(to))}
      preventScrollReset
      aria-current={current ? 'true' : undefined}
      className={`flex min-h-9 items-center justify-between gap-3 hover:underline hover:underline-offset-4 max-lg:min-h-11 ${current ? 'font-bold' : ''}`}
    >
      <span className="min-w-0 truncate">{name}</span>
      {count !== undefined && <span className="figures text-sm font-normal text-ink-soft">{formatCount(count)}</span>}
    </Link>
  )
}
