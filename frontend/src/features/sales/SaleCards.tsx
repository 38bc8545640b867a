import { Link } from 'react-router'
import type { Sale } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { buttonLook } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { Picture } from '@/shared/ui/Picture'
import { Price } from '@/shared/ui/Price'
import { Tag } from '@/shared/ui/Tag'
import { texts } from '@/texts/en'
import { pictureOf, stageSizes } from './picture'
import { Remaining } from './Remaining'
import { SaleClock } from './SaleClock'

/** The whole card leads to the sale, through one link that is named after it. */
function SaleLink({ sale, className = '' }: { sale: Sale; className?: string }) {
  return (
    <Link to={paths.sale(sale.id)} className={`after:absolute after:inset-0 hover:underline hover:decoration-2 hover:underline-offset-4 ${className}`}>
      {sale.title}
    </Link>
  )
}

/** The title names the sale; the product is named too when the title leaves it open. */
function productName(sale: Sale): string | null {
  return sale.title.includes(sale.product.name) ? null : sale.product.name
}

/** The sale that the shop opens with: as large as the page allows. */
export function LeadCard({ sale }: { sale: Sale }) {
  const name = productName(sale)
  return (
    <article className="stage relative">
      <Picture image={pictureOf(sale)} product={sale.product.name} lead sizes={stageSizes} className="plate" />
      <div className="flex min-w-0 flex-col justify-between gap-8 pt-5 lg:pt-0">
        <div>
          <Tag strong={sale.status === 'live'}>{texts.sales.saleStatus[sale.status]}</Tag>
          <h3 className="display mt-4 lg:text-[clamp(2.375rem,1rem+3vw,3.75rem)]">
            <SaleLink sale={sale} />
          </h3>
          {name !== null && <p className="mt-3 text-lg text-ink-soft">{name}</p>}
          <div className="mt-5">
            <Price price={sale.price} list={sale.list_price} until={sale.status === 'ended' ? null : sale.ends_at} size="large" />
          </div>
        </div>
        <div>
          <div className="grid grid-cols-2 items-end gap-4 border-t border-line-strong pt-4">
            <SaleClock sale={sale} />
            {sale.status !== 'scheduled' && <Remaining sale={sale} />}
          </div>
          <span aria-hidden="true" className={buttonLook('quiet', 'mt-5 w-full')}>
            {texts.sales.see}
            <Icon name="arrow" />
          </span>
        </div>
      </div>
    </article>
  )
}

/** Where the lead card will be. */
export function LeadCardWaiting() {
  return (
    <div role="status">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="stage min-h-svh content-start">
        <div className="skeleton plate" />
        <div className="flex flex-col gap-4 pt-5 lg:pt-0">
          <div className="skeleton h-6 w-20" />
          <div className="skeleton h-24 w-full" />
          <div className="skeleton h-9 w-48" />
          <div className="skeleton mt-auto h-28 w-full" />
        </div>
      </div>
    </div>
  )
}

/** A sale among others. */
export function SaleCard({ sale }: { sale: Sale }) {
  const name = productName(sale)
  return (
    <article className="relative">
      <Picture image={pictureOf(sale)} product={sale.product.name} decorative sizes="(width >= 68rem) 26rem, (width >= 52rem) 45vw, 92vw" className="aspect-[4/3] rounded-plate" />
      <div className="mt-4 flex items-start justify-between gap-4">
        <h3 className="text-xl leading-tight font-bold tracking-tight">
          <SaleLink sale={sale} />
        </h3>
        {/* The heading above the group already says what the usual state is. */}
        {sale.status !== 'scheduled' && <Tag strong={sale.status === 'live'}>{texts.sales.saleStatus[sale.status]}</Tag>}
      </div>
      {name !== null && <p className="mt-1 text-ink-soft">{name}</p>}
      <div className="mt-2">
        <Price price={sale.price} list={sale.list_price} />
      </div>
      <div className="mt-4 grid grid-cols-2 items-end gap-4 border-t border-line pt-3">
        <SaleClock sale={sale} />
        {sale.status === 'scheduled' ? (
          <p className="text-sm text-ink-soft">{texts.sales.starts(formatMoment(sale.starts_at))}</p>
        ) : (
          <Remaining sale={sale} />
        )}
      </div>
    </article>
  )
}

/** A sale in one line: what, how much, and when it opens or ends. */
export function SaleRow({ sale }: { sale: Sale }) {
  return (
    <article className="relative flex h-full items-center gap-4 border-t border-line py-3">
      <Picture image={pictureOf(sale)} product="" decorative sizes="6rem" className="h-18 w-24 shrink-0 rounded-plate" />
      <div className="min-w-0 flex-1">
        <h3 className="truncate font-semibold">
          <SaleLink sale={sale} />
        </h3>
        <p className="text-sm text-ink-soft">
          {texts.sales.saleStatus[sale.status]}
          {sale.status === 'scheduled' && `, ${formatMoment(sale.starts_at)}`}
        </p>
        <Price price={sale.price} list={sale.list_price} size="small" />
      </div>
    </article>
  )
}

/** A sale that is over: a line in the record. */
export function PastRow({ sale }: { sale: Sale }) {
  return (
    <article className="relative flex items-center gap-4 border-t border-line py-3">
      <Picture image={pictureOf(sale)} product="" decorative sizes="4rem" className="size-16 shrink-0 rounded-plate" />
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold">
          <SaleLink sale={sale} />
        </h3>
        <p className="figures text-sm text-ink-soft">
          {sale.status === 'cancelled' ? texts.sales.saleStatus.cancelled : texts.sales.endedAt(formatMoment(sale.ends_at))}
        </p>
      </div>
      <div className="hidden sm:block">
        <Price price={sale.price} list={sale.list_price} size="small" />
      </div>
    </article>
  )
}
