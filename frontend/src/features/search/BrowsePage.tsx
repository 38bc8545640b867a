import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useId, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { ProductPage } from '@/api/types'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { Drawer } from '@/shared/ui/Drawer'
import { Icon } from '@/shared/ui/Icon'
import { useMedia } from '@/shared/use-media'
import { useTitle } from '@/shared/use-title'
import { browse } from '@/texts/en/browse'
import { ActiveFilters } from './ActiveFilters'
import { FilterPanel } from './FilterPanel'
import { type Filters, filtersOf, narrowings, searchOf, sorts, type Sort, changed } from './filters'
import { searchQuery } from './queries'
import { Results } from './Results'
import { titleOf } from './title'

/** Everything the shop has, or what is left of it after some words and some choices. All of that is in the address. */
export function Component() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const filters = useMemo(() => filtersOf(search), [search])
  const found = useInfiniteQuery(searchQuery(filters))
  const first = found.data?.pages[0]
  const beside = useMedia('(width >= 68rem)')
  const [drawn, setDrawn] = useState(false)
  const title = titleOf(filters, first?.facets)
  useTitle(title)

  const { fetchNextPage, hasNextPage, isFetching, isPlaceholderData, error } = found
  const shownPages = found.data?.pages.length ?? 0
  // A reload or a shared address begins at the first page and goes on to the one that it names.
  useEffect(() => {
    if (shownPages > 0 && shownPages < filters.page && hasNextPage && !isFetching && !isPlaceholderData && !error) void fetchNextPage()
  }, [shownPages, filters.page, hasNextPage, isFetching, isPlaceholderData, error, fetchNextPage])

  const go = (next: Filters, replace = false) => navigate(paths.products(searchOf(next)), { replace, preventScrollReset: true })
  const panel = <FilterPanel filters={filters} facets={first?.facets} onChange={(next) => void go(next)} />
  const count = narrowings(filters)

  return (
    <div className="frame pt-6 md:pt-10">
      <header>
        <h1 className="display max-w-5xl [overflow-wrap:anywhere]">{title}</h1>
        <Found page={first} filters={filters} />
      </header>
      <div className="mt-5 grid gap-x-10 lg:mt-8 lg:grid-cols-[15.5rem_minmax(0,1fr)]">
        {beside && (
          <section aria-label={browse.filters} className="border-t border-line-strong">
            {panel}
          </section>
        )}
        <div className="min-w-0">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t border-line-strong pt-4">
            {!beside && (
              <Button onClick={() => setDrawn(true)}>
                <Icon name="filter" />
                {browse.filters}
                {count > 0 && <span className="figures">({count})</span>}
              </Button>
            )}
            <ActiveFilters filters={filters} facets={first?.facets} className="max-lg:order-last max-lg:basis-full" />
            <SortBy filters={filters} onChange={(sort) => void go(changed(filters, { sort }))} />
          </div>
          <Results found={found} filters={filters} onMore={() => void go({ ...filters, page: shownPages + 1 }, true)} />
        </div>
      </div>
      {drawn && !beside && (
        <Drawer
          title={browse.filters}
          onClose={() => setDrawn(false)}
          footer={
            <Button look="strong" className="w-full" onClick={() => setDrawn(false)}>
              {first?.total == null ? browse.showFound : browse.showCount(first.total)}
            </Button>
          }
        >
          {panel}
        </Drawer>
      )}
    </div>
  )
}

/** How many there are, and what was searched for instead of words that nobody knows. */
function Found({ page, filters }: { page: ProductPage | undefined; filters: Filters }) {
  return (
    <p role="status" className="mt-3 min-h-6 text-ink-soft">
      {page?.total != null && page.total > 0 && <span className="figures">{browse.count(formatCount(page.total), page.total)}</span>}
      {page?.corrected_q != null && filters.q !== '' && (
        <>
          {'. '}
          {browse.correctedLead} <strong className="text-ink">{browse.quoted(page.corrected_q)}</strong>
          {browse.correctedFor(filters.q)}
        </>
      )}
    </p>
  )
}

function SortBy({ filters, onChange }: { filters: Filters; onChange: (sort: Sort | null) => void }) {
  const id = useId()
  const byDefault = filters.q === '' ? 'newest' : 'relevance'
  const offered = sorts.filter((sort) => sort !== 'relevance' || filters.q !== '')
  return (
    <div className="ml-auto flex items-center gap-2">
      <label htmlFor={id} className="text-sm text-ink-soft max-sm:sr-only">
        {browse.sortBy}
      </label>
      <div className="relative">
        <select
          id={id}
          className="min-h-12 appearance-none rounded-control border border-line-strong bg-page py-2 pr-10 pl-3.5 font-semibold hover:border-ink"
          value={filters.sort ?? byDefault}
          onChange={(event) => {
            const sort = offered.find((one) => one === event.target.value) ?? byDefault
            onChange(sort === byDefault ? null : sort)
          }}
        >
          {offered.map((sort) => (
            <option key={sort} value={sort}>
              {browse.sort[sort]}
            </option>
          ))}
        </select>
        <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-ink-soft">
          <Icon name="chevron" size={18} />
        </span>
      </div>
    </div>
  )
}
