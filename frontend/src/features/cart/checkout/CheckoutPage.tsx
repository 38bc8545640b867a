import { type ReactNode, useState } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import type { Cart } from '@/api/types'
import { useSession } from '@/features/identity/use-session'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { checkout } from '@/texts/en/checkout'
import { useCart } from '../use-cart'
import { AddressStep } from './AddressStep'
import { type Draft, firstOpen, isReachable, readDraft, saveDraft, type Step, steps } from './draft'
import { PaymentStep } from './PaymentStep'
import { ShippingStep } from './ShippingStep'
import { StepsNav } from './StepsNav'
import { Summary } from './Summary'

/** From the cart to the order: each step has an address, and each can be come back to. */
export function Component() {
  const { step } = useParams()
  const { status } = useSession()
  const known = steps.find((one) => one === step)
  useTitle(known ? checkout.steps[known] : checkout.title)
  const [draft, setDraft] = useState(readDraft)
  const { cart, error, refetch } = useCart({ country: draft.address?.country, shipping_method: draft.method ?? undefined })

  if (status === 'unknown' || (cart === undefined && !error)) return <Frame>{<Waiting />}</Frame>
  if (cart === undefined) {
    return (
      <Frame>
        <div role="alert" className="mt-8 max-w-2xl">
          <ProblemNotice error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        </div>
      </Frame>
    )
  }
  if (cart === null || cart.items.length === 0) return <Empty />
  const signedIn = status === 'signed-in'
  if (!known || !isReachable(known, draft, signedIn)) return <Navigate to={paths.checkout(firstOpen(draft, signedIn))} replace />
  return <Steps step={known} cart={cart} draft={draft} onFilled={(change) => setDraft(saveDraft(change))} />
}

interface StepsProps {
  step: Step
  cart: Cart
  draft: Draft
  onFilled: (change: Partial<Draft>) => void
}

function Steps({ step, cart, draft, onFilled }: StepsProps) {
  const navigate = useNavigate()
  const { status } = useSession()
  function goOn(change: Partial<Draft>) {
    onFilled(change)
    const next = steps[steps.indexOf(step) + 1]
    if (next) void navigate(paths.checkout(next))
  }
  return (
    <Frame>
      <StepsNav step={step} draft={draft} signedIn={status === 'signed-in'} />
      <div className="mt-6 grid gap-x-16 gap-y-8 lg:mt-10 lg:grid-cols-[minmax(0,1.35fr)_minmax(20rem,1fr)]">
        <Summary cart={cart} className="lg:order-2" />
        <section aria-labelledby="step" className="min-w-0">
          <h2 id="step" className="heading">
            {checkout.steps[step]}
          </h2>
          {step === 'address' && <AddressStep draft={draft} onFilled={goOn} />}
          {step === 'shipping' && <ShippingStep cart={cart} draft={draft} onFilled={goOn} />}
          {step === 'payment' && <PaymentStep cart={cart} draft={draft} />}
        </section>
      </div>
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="frame pt-6 md:pt-10">
      <h1 className="text-lg font-bold tracking-tight text-ink-soft">{checkout.title}</h1>
      {children}
    </div>
  )
}

function Empty() {
  return (
    <div className="frame pt-12">
      <h1 className="display max-w-3xl">{checkout.empty}</h1>
      <p className="mt-4 max-w-(--measure) text-lg text-ink-soft">{checkout.emptyBody}</p>
      <div className="mt-6 flex flex-wrap gap-4">
        <ButtonLink look="strong" to={paths.products()}>
          {texts.search.all}
        </ButtonLink>
        <ButtonLink to={paths.orders()}>{texts.purchase.toOrders}</ButtonLink>
      </div>
    </div>
  )
}

function Waiting() {
  return (
    <div role="status" className="mt-6 grid gap-x-16 gap-y-8 lg:mt-10 lg:grid-cols-[minmax(0,1.35fr)_minmax(20rem,1fr)]">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-96" />
      <div className="skeleton h-80 max-lg:hidden" />
    </div>
  )
}
