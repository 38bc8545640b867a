import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link } from 'react-router'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { ProductCard, ProductCardWaiting } from './ProductCard'
import { type ProductListing, productsQuery } from './queries'

interface ShelfProps {
  title: string
  listing: ProductListing
  /** Where all of them are. */
  more?: { to: string; label: string }
  /** The first one leads, four times as large. */
  leading?: boolean
  /** Not the product whose page this is. */
  without?: string
  /** How many of the listing are shown at most; all when not said. */
  most?: number
}

/** A row of products: a page of their own on a wide screen, a strip to swipe on a narrow one. Without any it is not there. */
export function Shelf({ title, listing, more, leading = false, without, most }: ShelfProps) {
  const id = useId()
  const { data, error, refetch } = useQuery(productsQuery(listing))
  const count = most ?? listing.limit ?? 4
  const shown = data?.filter((product) => product.slug !== without).slice(0, count)
  if (shown?.length === 0) return null
  const cell = (index: number) => (leading && index === 0 ? 'md:col-span-2 md:row-span-2' : '')
  return (
    <section aria-labelledby={id} className="mt-12 lg:mt-24">
      <div className="flex items-baseline justify-between gap-6 border-t border-line-strong pt-5">
        <h2 id={id} className="heading">
          {title}
        </h2>
        {more && (
          <Link to={more.to} className="link inline-flex min-h-11 shrink-0 items-center gap-1.5 font-semibold">
            {more.label}
            <Icon name="arrow" size={18} />
          </Link>
        )}
      </div>
      {!data && error ? (
        <div className="mt-4 max-w-2xl">
          <ProblemNotice level={3} error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        </div>
      ) : (
        <ul className="shelf mt-4">
          {shown
            ? shown.map((product, index) => (
                <li key={product.id} className={cell(index)}>
                  <ProductCard product={product} large={leading && index === 0} />
                </li>
              ))
            : Array.from({ length: count }, (_, index) => (
                <li key={index} className={cell(index)}>
                  <ProductCardWaiting />
                </li>
              ))}
        </ul>
      )}
    </section>
  )
}
