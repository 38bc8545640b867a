import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ProductPage } from '@/api/types'
import { ProductCard, ProductCardWaiting } from '@/features/catalogue/ProductCard'
import { Shelf } from '@/features/catalogue/Shelf'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { browse } from '@/texts/en/browse'
import { changed, type Filters, isNarrowed, noFilters, searchOf, widened } from './filters'

interface ResultsProps {
  found: UseInfiniteQueryResult<InfiniteData<ProductPage>>
  filters: Filters
  onMore: () => void
}

/** How many cards are in sight before one scrolls: their pictures do not wait for that. */
const inSight = 4

export function Results({ found, filters, onMore }: ResultsProps) {
  const { data, error, isPlaceholderData, isFetchingNextPage, hasNextPage, refetch, fetchNextPage } = found
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting />
  const products = data.pages.flatMap((page) => page.items)
  const total = data.pages[0]?.total
  if (products.length === 0) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Nothing filters={filters} />
  return (
    <section aria-labelledby="results" aria-busy={isPlaceholderData} className="pt-6">
      <h2 id="results" className="sr-only">
        {browse.results}
      </h2>
      <ul className={`products transition-opacity duration-(--calm) ${isPlaceholderData ? 'opacity-50' : ''}`}>
        {products.map((product, index) => (
          <li key={product.id}>
            <ProductCard product={product} lead={index < inSight} />
          </li>
        ))}
      </ul>
      {error && <Failed error={error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && !error && (
        <div className="mt-12 flex flex-col items-center gap-3">
          {total != null && (
            <p role="status" className="figures text-sm text-ink-soft">
              {browse.shown(formatCount(products.length), formatCount(total))}
            </p>
          )}
          <Button busy={isFetchingNextPage} className="min-w-56" onClick={onMore}>
            {isFetchingNextPage ? browse.loadingMore : browse.more}
          </Button>
        </div>
      )}
    </section>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div role="alert" className="mt-6 max-w-2xl">
      <ProblemNotice error={error}>
        <Button onClick={onRetry}>{texts.common.retry}</Button>
        <ButtonLink look="plain" to={paths.products()}>
          {texts.search.all}
        </ButtonLink>
      </ProblemNotice>
    </div>
  )
}

/** Nothing matches: what one can do about it, and something to look at. */
function Nothing({ filters }: { filters: Filters }) {
  const narrowed = isNarrowed(filters)
  return (
    <section className="pt-8">
      <h2 className="heading">{filters.q === '' ? browse.nothing : browse.nothingFor(filters.q)}</h2>
      <p className="mt-2 max-w-(--measure) text-lg text-ink-soft">{narrowed ? browse.nothingNarrowed : browse.nothingAtAll}</p>
      <div className="mt-6 flex flex-wrap gap-4">
        {narrowed && (
          <ButtonLink look="strong" to={paths.products(searchOf(widened(filters)))}>
            {browse.clear}
          </ButtonLink>
        )}
        {filters.q !== '' && narrowed && <ButtonLink to={paths.products(searchOf(changed(filters, { q: '' })))}>{browse.withoutWords}</ButtonLink>}
        <ButtonLink look={narrowed ? 'quiet' : 'strong'} to={paths.products(searchOf(noFilters))}>
          {texts.search.all}
        </ButtonLink>
      </div>
      <Shelf title={texts.home.bestSellers} listing={{ sort: 'best_selling', limit: 4 }} />
    </section>
  )
}

function Waiting() {
  return (
    <div role="status" className="pt-6">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="products">
        {Array.from({ length: 12 }, (_, index) => (
          <ProductCardWaiting key={index} />
        ))}
      </div>
    </div>
  )
}
