import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Sale } from '@/api/types'
import { formatCount, formatMoment, formatSpan } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Picture } from '@/shared/ui/Picture'
import { Price } from '@/shared/ui/Price'
import { Tag } from '@/shared/ui/Tag'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { useSale } from './live/use-sale'
import { pictureOf, stageSizes } from './picture'
import { PurchasePanel } from './PurchasePanel'
import { Remaining } from './Remaining'
import { SaleAnnouncer } from './SaleAnnouncer'
import { SaleClock } from './SaleClock'

export function SalePage() {
  const { id = '' } = useParams()
  const { data: sale, error, refetch } = useSale(id)
  useTitle(sale?.title)

  if (sale) return <SaleView key={sale.id} sale={sale} stale={error !== null} />
  if (!error) return <Waiting />
  const gone = asProblem(error).status === 404
  return (
    <div className="frame pt-12">
      <h1 className="sr-only">{texts.sales.title}</h1>
      <div className="max-w-2xl">
        <ProblemNotice error={error}>
          {gone ? (
            <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>
          ) : (
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          )}
        </ProblemNotice>
      </div>
    </div>
  )
}

function SaleView({ sale, stale }: { sale: Sale; stale: boolean }) {
  const { product } = sale
  const open = sale.status === 'live' || sale.status === 'sold_out' || sale.status === 'paused'
  return (
    <article className="frame stage">
      <div className="min-w-0">
        <Picture image={pictureOf(sale)} product={product.name} lead sizes={stageSizes} className="plate" />
      </div>
      <div className="min-w-0 pt-5 lg:row-span-2 lg:pt-0">
        <Tag strong={sale.status === 'live'}>{texts.sales.saleStatus[sale.status]}</Tag>
        <SaleAnnouncer sale={sale} />
        <h1 className="mt-3 heading lg:text-[2.75rem] lg:leading-[1.02]">{sale.title}</h1>
        {!sale.title.includes(product.name) && <p className="mt-1 text-ink-soft">{product.name}</p>}
        <div className="mt-3">
          <Price price={sale.price} list={sale.list_price} until={sale.status === 'ended' ? null : sale.ends_at} size="large" />
        </div>
        <div className="my-5 grid grid-cols-2 items-end gap-x-4 gap-y-5 border-y border-line py-4">
          <div className={open ? '' : 'col-span-2'}>
            <SaleClock sale={sale} size={sale.status === 'scheduled' ? 'large' : 'normal'} />
          </div>
          {open && <Remaining sale={sale} bar />}
        </div>
        <PurchasePanel sale={sale} />
        {stale && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
      </div>
      <div className="min-w-0 pt-12 lg:pt-2">
        <h2 className="text-xl font-bold tracking-tight">{texts.sale.about}</h2>
        <p className="mt-2 max-w-(--measure) text-lg whitespace-pre-line">{product.description}</p>
        <h2 className="mt-10 text-xl font-bold tracking-tight">{texts.sale.facts}</h2>
        <dl className="figures mt-3 border-t border-line-strong">
          <Fact name={texts.sale.units}>{formatCount(sale.allocated)}</Fact>
          <Fact name={texts.sale.limit}>{texts.sale.limitValue(sale.per_customer_limit)}</Fact>
          <Fact name={texts.sale.hold}>{formatSpan(sale.hold_seconds * 1000)}</Fact>
          <Fact name={texts.sale.opens}>{formatMoment(sale.starts_at)}</Fact>
          <Fact name={texts.sale.closes}>{formatMoment(sale.ends_at)}</Fact>
        </dl>
        <p className="mt-3 text-sm text-ink-soft">{texts.sale.clockNote}</p>
        <div className="mt-2 flex flex-col items-start">
          <ButtonLink look="plain" className="text-left" to={paths.journal(sale.id)}>
            {texts.sale.journal}
          </ButtonLink>
          <ButtonLink look="plain" className="text-left" to={paths.product(product.slug)}>
            {texts.sale.product}
          </ButtonLink>
        </div>
      </div>
    </article>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 border-b border-line py-2.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </div>
  )
}

function Waiting() {
  return (
    <div className="frame stage min-h-svh content-start" role="status">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="min-w-0">
        <div className="skeleton plate" />
      </div>
      <div className="flex flex-col gap-4 pt-5 lg:pt-0">
        <div className="skeleton h-6 w-20" />
        <div className="skeleton h-10 w-4/5" />
        <div className="skeleton h-9 w-52" />
        <div className="skeleton h-20 w-full" />
        <div className="skeleton h-15 w-full" />
      </div>
    </div>
  )
}
