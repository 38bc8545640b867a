import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Sale } from '@/api/types'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { SaleAnnouncer } from '../SaleAnnouncer'
import { isOver, staffSaleQuery, type TaggedSale } from './queries'
import { RequireStaff } from './RequireStaff'
import { differences } from './sale-change'
import { SaleForm } from './SaleForm'
import { SteerSale } from './SteerSale'

export function Component() {
  const { id = '' } = useParams()
  return (
    <div className="frame pt-8 md:pt-12">
      <RequireStaff waiting={<Waiting />}>
        <Page key={id} id={id} />
      </RequireStaff>
    </div>
  )
}

function Page({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(staffSaleQuery(id))
  useTitle(data?.sale.title ?? texts.staff.sales)
  if (data) return <Steering now={data} stale={error !== null} />
  if (!error) return <Waiting />
  const gone = asProblem(error).status === 404
  return (
    <div className="max-w-2xl">
      <h1 className="sr-only">{texts.staff.sales}</h1>
      <ProblemNotice error={error}>
        {gone ? (
          <ButtonLink to={paths.staffSales()}>{texts.staff.sale.back}</ButtonLink>
        ) : (
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        )}
      </ProblemNotice>
    </div>
  )
}

/** The figures are always the latest; the form keeps what was seen, so that nobody overwrites what they have not. */
function Steering({ now, stale }: { now: TaggedSale; stale: boolean }) {
  const [seen, setSeen] = useState(now)
  const [round, setRound] = useState(0)
  const [refused, setRefused] = useState(false)
  const [saved, setSaved] = useState(false)
  // The form that had the focus is gone after a change.
  const heading = useFocusOnChange<HTMLHeadingElement>(round)
  const { sale } = now
  const words = texts.staff.sale

  function take(known: TaggedSale, own: boolean) {
    setSeen(known)
    setRound((count) => count + 1)
    setRefused(false)
    setSaved(own)
  }

  return (
    <>
      <p>
        <Link to={paths.staffSales()} className="inline-flex min-h-11 items-center link">
          {words.back}
        </Link>
      </p>
      <h1 className="mt-2 heading">{sale.title}</h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 text-ink-soft">
        {sale.product.name}
        <Link to={paths.sale(sale.id)} className="inline-flex min-h-11 items-center link">
          {words.look}
        </Link>
      </p>
      <SaleAnnouncer sale={sale} />
      <div className="grid gap-x-16 gap-y-10 pt-6 lg:grid-cols-[minmax(0,1.5fr)_minmax(20rem,1fr)]">
        <div className="lg:order-2">
          <h2 className="text-xl font-bold tracking-tight">{words.now}</h2>
          <dl className="figures mt-3 border-t border-line-strong">
            <Fact name={words.status}>
              <Tag strong={sale.status === 'live'}>{texts.sales.saleStatus[sale.status]}</Tag>
            </Fact>
            <Fact name={words.remaining}>{formatCount(sale.remaining)}</Fact>
            <Fact name={words.held}>{formatCount(sale.allocated - sale.remaining)}</Fact>
            <Fact name={words.allocated}>{formatCount(sale.allocated)}</Fact>
          </dl>
          {stale && <p className="mt-3 text-sm text-ink-soft">{texts.common.stale}</p>}
          <SteerSale sale={sale} onSteered={({ etag }) => setSeen({ ...seen, etag })} />
        </div>
        <div className="min-w-0">
          <h2 ref={heading} tabIndex={-1} className="text-xl font-bold tracking-tight">
            {words.edit}
          </h2>
          {isOver(sale) ? (
            <p className="mt-3 text-ink-soft">{words.over}</p>
          ) : (
            <>
              <Changed seen={seen.sale} now={sale} refused={refused} onTake={() => take(now, false)} />
              <SaleForm
                key={round}
                seen={seen.sale}
                etag={seen.etag}
                held={sale.allocated - sale.remaining}
                onSaved={(known) => take(known, true)}
                onStale={() => setRefused(true)}
              />
              <p role="status" className="mt-4 font-medium text-positive empty:hidden">
                {saved && words.saved}
              </p>
            </>
          )}
        </div>
      </div>
    </>
  )
}

/** Somebody else was here: what is new, and the way to go on from there. */
function Changed({ seen, now, refused, onTake }: { seen: Sale; now: Sale; refused: boolean; onTake: () => void }) {
  const changes = differences(seen, now)
  const heading = useFocusOnChange<HTMLHeadingElement>(refused)
  if (changes.length === 0 && !refused) return <div role="alert" />
  return (
    <div role="alert" className="mt-4 max-w-xl">
      <Notice words={refused ? texts.staff.changed.words : texts.staff.changed.meanwhile} tone={refused ? 'bad' : 'calm'} headingRef={heading} level={3}>
        <div className="w-full">
          <p className="font-semibold">{texts.staff.changed.list}</p>
          <dl className="figures mt-1 mb-4">
            <Fact name={texts.staff.sale.status}>{texts.sales.saleStatus[now.status]}</Fact>
            {changes.map(({ name, value }) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </dl>
          <Button onClick={onTake}>{texts.staff.changed.take}</Button>
        </div>
      </Notice>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 border-b border-line py-2.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 text-right font-medium">{children}</dd>
    </div>
  )
}

function Waiting() {
  return (
    <div role="status" className="mt-8 flex flex-col gap-4">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-10 w-2/3" />
      <div className="skeleton h-40 w-full" />
      <div className="skeleton h-80 w-full" />
    </div>
  )
}
