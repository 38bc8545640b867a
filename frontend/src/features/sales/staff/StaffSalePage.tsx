import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Sale } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatCount } from '@/shared/format'
import { paths } from '@/shared/paths'
import { BothVersions } from '@/shared/ui/BothVersions'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { Fact } from '@/shared/ui/Fact'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { texts } from '@/texts/en'
import { staff } from '@/texts/en/staff'
import { SaleAnnouncer } from '../SaleAnnouncer'
import { isOver, staffSaleQuery, type TaggedSale } from './queries'
import { differences } from './sale-change'
import { SaleForm } from './SaleForm'
import { SteerSale } from './SteerSale'

export function Component() {
  const { id = '' } = useParams()
  return <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(staffSaleQuery(id))
  if (data) return <Steering now={data} stale={error !== null} />
  if (!error) return <Waiting />
  const gone = asProblem(error).status === 404
  return (
    <StaffPage title={staff.sales}>
      <div className="mt-6 max-w-2xl">
        <ProblemNotice error={error}>
          {gone ? (
            <ButtonLink to={paths.staffSales()}>{staff.sale.back}</ButtonLink>
          ) : (
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          )}
        </ProblemNotice>
      </div>
    </StaffPage>
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
  const words = staff.sale

  function take(known: TaggedSale, own: boolean) {
    setSeen(known)
    setRound((count) => count + 1)
    setRefused(false)
    setSaved(own)
  }

  return (
    <StaffPage
      title={sale.title}
      lead={sale.product.name}
      back={{ to: paths.staffSales(), name: words.back }}
      actions={
        <>
          <ButtonLink look="chip" to={paths.staffOrders(new URLSearchParams({ sale_id: sale.id }).toString())}>
            {words.orders}
          </ButtonLink>
          <ButtonLink look="chip" to={paths.sale(sale.id)}>
            {words.look}
          </ButtonLink>
        </>
      }
    >
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
    </StaffPage>
  )
}

/** Somebody else was here: what is new, and the way to go on from there. */
function Changed({ seen, now, refused, onTake }: { seen: Sale; now: Sale; refused: boolean; onTake: () => void }) {
  const changes = differences(seen, now)
  const heading = useFocusOnChange<HTMLHeadingElement>(refused)
  return (
    <div role="alert" className="mt-4 max-w-xl empty:hidden">
      {(changes.length > 0 || refused) && (
        <BothVersions
          words={refused ? staff.changed.words : staff.changed.meanwhile}
          tone={refused ? 'bad' : 'calm'}
          headingRef={heading}
          differences={[{ name: staff.sale.status, before: texts.sales.saleStatus[seen.status], now: texts.sales.saleStatus[now.status] }, ...changes]}
          onTake={onTake}
        />
      )}
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
