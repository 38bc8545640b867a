import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Product } from '@/api/types'
import { AddToCart } from '@/features/cart/AddToCart'
import { ProductReviews } from '@/features/reviews/ProductReviews'
import { Rating } from '@/features/reviews/Stars'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Price } from '@/shared/ui/Price'
import { Tag } from '@/shared/ui/Tag'
import { useTitle } from '@/shared/use-title'
import { formatPercent } from '@/shared/format'
import { texts } from '@/texts/en'
import { product as words } from '@/texts/en/product'
import { CategoryPath } from './CategoryPath'
import { Gallery } from './Gallery'
import { ProductFacts } from './ProductFacts'
import { ProductSale } from './ProductSale'
import { productQuery } from './queries'
import { Shelf } from './Shelf'
import { Stock } from './Stock'

export function Component() {
  const { slug = '' } = useParams()
  const { data: product, error, refetch } = useQuery(productQuery(slug))
  useTitle(product?.name)
  if (product) return <ProductView key={product.id} product={product} stale={error !== null} />
  if (!error) return <Waiting />
  const gone = asProblem(error).status === 404
  return (
    <div className="frame pt-12">
      <h1 className="sr-only">{words.product}</h1>
      <div className="max-w-2xl">
        {gone ? (
          <>
            <p className="display">{words.gone.title}</p>
            <p className="mt-4 max-w-(--measure) text-lg text-ink-soft">{words.gone.body}</p>
            <ButtonLink look="strong" className="mt-6" to={paths.products()}>
              {texts.search.all}
            </ButtonLink>
          </>
        ) : (
          <ProblemNotice error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        )}
      </div>
    </div>
  )
}

function ProductView({ product, stale }: { product: Product; stale: boolean }) {
  const { name, price, list_price: list, discount, description, brand, region, category, tags } = product
  const origin = [brand?.name, region?.name].filter((part) => part !== undefined).join(' · ')
  return (
    <div className="frame">
      <CategoryPath category={category?.slug} />
      <article className="stage lg:pt-2">
        <Gallery product={product} />
        <div className="min-w-0 pt-5 lg:sticky lg:top-[calc(var(--header)+1.5rem)] lg:row-span-2 lg:self-start lg:pt-0">
          {discount != null && <Tag strong>{texts.catalogue.off(formatPercent(discount.percent / 100))}</Tag>}
          <h1 className={`heading lg:text-[2.75rem] lg:leading-[1.02] ${discount != null ? 'mt-3' : ''}`}>{name}</h1>
          {origin !== '' && <p className="mt-1.5 text-ink-soft">{origin}</p>}
          {product.rating.count > 0 && (
            <a href="#reviews" className="mt-1 inline-flex min-h-8 items-center hover:underline hover:underline-offset-4">
              <Rating rating={product.rating} />
            </a>
          )}
          <div className="mt-4">
            <Price price={price} list={list} until={discount?.ends_at} size="large" />
          </div>
          <div className="mt-5 border-t border-line pt-4">
            <Stock stock={product.stock} />
          </div>
          <AddToCart product={product} />
          <ProductSale productId={product.id} />
          {stale && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
        </div>
        <div className="min-w-0 pt-10 lg:pt-4">
          <h2 className="text-xl font-bold tracking-tight">{texts.sale.about}</h2>
          <p className="mt-2 max-w-(--measure) text-lg whitespace-pre-line">{description === '' ? words.noDescription : description}</p>
          {tags.length > 0 && (
            <ul aria-label={words.tags} className="mt-5 flex flex-wrap gap-2">
              {tags.map((tag) => (
                <li key={tag.id}>
                  <ButtonLink look="chip" to={paths.products(`tag=${tag.slug}`)}>
                    {tag.name}
                  </ButtonLink>
                </li>
              ))}
            </ul>
          )}
          <ProductFacts product={product} />
        </div>
      </article>
      <div className="mt-12 lg:mt-20">
        <ProductReviews product={product} />
      </div>
      {category != null && (
        <Shelf
          title={words.similar}
          listing={{ category: category.slug, sort: 'best_selling', limit: 5 }}
          most={4}
          without={product.slug}
          more={{ to: paths.products(`category=${category.slug}`), label: words.allIn(category.name) }}
        />
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div className="frame" role="status">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="h-12" />
      <div className="stage min-h-svh content-start lg:pt-2">
        <div className="min-w-0">
          <div className="skeleton plate" />
        </div>
        <div className="flex flex-col gap-4 pt-5 lg:pt-0">
          <div className="skeleton h-10 w-4/5" />
          <div className="skeleton h-6 w-40" />
          <div className="skeleton h-9 w-52" />
          <div className="skeleton h-12 w-full" />
          <div className="skeleton h-15 w-full" />
        </div>
      </div>
    </div>
  )
}
