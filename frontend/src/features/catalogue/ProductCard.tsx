import { Link } from 'react-router'
import type { Product } from '@/api/types'
import { Rating } from '@/features/reviews/Stars'
import { formatPercent } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Picture } from '@/shared/ui/Picture'
import { Price } from '@/shared/ui/Price'
import { Tag } from '@/shared/ui/Tag'
import { texts } from '@/texts/en'

interface ProductCardProps {
  product: Product
  /** The first of a shelf, four times as large. */
  large?: boolean
  /** Among the first pictures that somebody sees. */
  lead?: boolean
}

/** A product among others. The whole card leads to it, through one link that is named after it. */
export function ProductCard({ product, large = false, lead = false }: ProductCardProps) {
  const { name, images, price, list_price: list, discount, brand, region, stock } = product
  const origin = [brand?.name, region?.name].filter((part) => part !== undefined).join(' · ')
  return (
    <article className="group relative flex h-full flex-col">
      <div className="relative">
        <Picture
          image={images[0]}
          product={name}
          decorative
          lead={lead}
          sizes={large ? '(width >= 52rem) 46vw, 80vw' : '(width >= 68rem) 19rem, (width >= 52rem) 30vw, 46vw'}
          className="aspect-[4/3] rounded-plate [&_img]:transition-transform [&_img]:duration-(--calm) group-hover:[&_img]:scale-[1.03]"
        />
        <div className="absolute top-2 left-2 flex flex-wrap gap-1.5">
          {stock === 0 && <Tag solid>{texts.catalogue.soldOut}</Tag>}
          {discount != null && <Tag strong>{texts.catalogue.off(formatPercent(discount.percent / 100))}</Tag>}
        </div>
      </div>
      <h3 className={`mt-3 leading-tight font-bold tracking-tight ${large ? 'text-lg md:text-2xl' : 'text-base md:text-lg'}`}>
        <Link to={paths.product(product.slug)} className="after:absolute after:inset-0 hover:underline hover:decoration-2 hover:underline-offset-4">
          {name}
        </Link>
      </h3>
      {/* A space keeps the line when neither is known, so that the prices of a row stand level. */}
      <p className="mt-0.5 truncate text-sm text-ink-soft">{origin === '' ? '\u00a0' : origin}</p>
      {product.rating.count > 0 && <Rating rating={product.rating} />}
      <div className="mt-1.5">
        <Price price={price} list={list} size={large ? 'normal' : 'small'} />
      </div>
    </article>
  )
}

/** Where a product will be: as tall as one. */
export function ProductCardWaiting() {
  return (
    <div>
      <div className="skeleton aspect-[4/3]" />
      <div className="skeleton mt-3 h-5 w-4/5 md:h-6" />
      <div className="skeleton mt-1.5 h-4 w-1/2" />
      <div className="skeleton mt-2 h-5 w-1/3" />
    </div>
  )
}
