import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { StaffOrder } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { formatMomentWithSeconds } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { order as orderWords } from '@/texts/en/orders'
import { staffOrders } from '@/texts/en/staff-orders'
import { OrderNumber } from '../OrderNumber'
import { Parcels } from '../Parcels'
import { AboutOrder } from './AboutOrder'
import { History } from './History'
import { NextStep } from './NextStep'
import { NoteForm } from './NoteForm'
import { staffOrderQuery } from './queries'
import { ParcelArrived } from './ParcelArrived'
import { Refunds } from './Refunds'
import { OrdersReturns } from './returns/OrdersReturns'
import { StaffLines } from './StaffLines'
import { StatusTag } from './StatusTag'

export function Component() {
  const { id = '' } = useParams()
  return <Loaded key={id} id={id} />
}

const back = { to: paths.staffOrders(), name: staffOrders.order.back }

function Loaded({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(staffOrderQuery(id))
  if (data) return <Desk known={data} stale={error !== null} />
  if (!error) return <Waiting />
  return (
    <StaffPage title={staffOrders.title} back={back}>
      <div className="mt-6 max-w-2xl">
        <ProblemNotice error={error}>
          {asProblem(error).isTransient ? <Button onClick={() => void refetch()}>{texts.common.retry}</Button> : <ButtonLink to={paths.staffOrders()}>{staffOrders.order.back}</ButtonLink>}
        </ProblemNotice>
      </div>
    </StaffPage>
  )
}

/** Everything about one order, and what can be done with it now. */
function Desk({ known, stale }: { known: StaffOrder; stale: boolean }) {
  const { order } = known
  const words = staffOrders.order
  return (
    <StaffPage
      title={words.title(order.number)}
      heading={
        <>
          {orderWords.label} <OrderNumber number={order.number} />
        </>
      }
      back={back}
      beside={
        <>
          <CopyButton small value={order.number} what={orderWords.number} />
          <StatusTag order={order} />
        </>
      }
      lead={<span className="figures text-sm">{words.placed(formatMomentWithSeconds(order.created_at))}</span>}
    >
      {stale && <p className="mt-3 text-sm text-ink-soft">{texts.common.stale}</p>}
      <div className="mt-5 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1.7fr)_minmax(19rem,1fr)]">
        <div className="flex min-w-0 flex-col gap-10">
          <NextStep order={order} />
          <StaffLines order={order} />
          <Parcels order={order} empty={words.noParcels} ids action={(parcel) => <ParcelArrived order={order} parcel={parcel} />} />
          <OrdersReturns order={order} />
          <Refunds order={order} />
          <div>
            <History known={known} />
            <NoteForm orderId={order.id} />
          </div>
        </div>
        <AboutOrder known={known} />
      </div>
    </StaffPage>
  )
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-9 w-80 max-w-full" />
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(19rem,1fr)]">
        <div className="flex flex-col gap-6">
          <div className="skeleton h-32" />
          <div className="skeleton h-56" />
        </div>
        <div className="skeleton h-72" />
      </div>
    </div>
  )
}
