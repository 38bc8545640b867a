import { useCallback, useEffect, useRef, useState } from 'react'
import type { Order } from '@/api/types'
import { formatClock, formatMoney } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { pay as payWords, payment as words } from '@/texts/en/payment'
import { PaymentWaiting } from './PaymentWaiting'
import { loadStripe, type Stripe, type StripeElements } from './stripe-js'
import type { usePayment } from './use-payment'

type Form = 'opening' | 'open' | 'closed'

/** Paying with Stripe: its form for the card, and after every try the shop is asked what came of it. */
export function StripePayment({ order, payment: { state, browser, pay } }: { order: Order; payment: ReturnType<typeof usePayment> }) {
  const place = useRef<HTMLDivElement>(null)
  const kit = useRef<{ stripe: Stripe; elements: StripeElements } | null>(null)
  const [form, setForm] = useState<Form>('opening')
  const [tries, setTries] = useState(0)
  const [confirming, setConfirming] = useState(false)
  const secret = browser?.client_secret
  const account = browser?.publishable_key

  // A payment is begun, or found again: after a reload, on another device, on the way back from the bank.
  useEffect(() => {
    void pay('browser')
  }, [order.id, pay])

  useEffect(() => {
    const node = place.current
    if (!node || secret === undefined || account === undefined) return
    let left = false
    let close: (() => void) | undefined
    const open = async () => {
      const stripe = await loadStripe(account)
      if (left) return
      const elements = stripe.elements({ clientSecret: secret, appearance: { variables: { borderRadius: '0px' } } })
      const element = elements.create('payment')
      close = () => element.destroy()
      element.on('ready', () => setForm('open'))
      element.on('loaderror', () => setForm('closed'))
      element.mount(node)
      kit.current = { stripe, elements }
    }
    open().catch(() => setForm('closed'))
    return () => {
      left = true
      kit.current = null
      close?.()
    }
  }, [secret, account, tries])

  const step = order.payment?.step
  const submit = useCallback(async () => {
    if (!kit.current || secret === undefined) return
    const { stripe, elements } = kit.current
    setConfirming(true)
    try {
      const { error } =
        step === 'requires_action'
          ? await stripe.handleNextAction({ clientSecret: secret })
          : await stripe.confirmPayment({ elements, confirmParams: { return_url: window.location.href }, redirect: 'if_required' })
      // What is not filled in yet, the form says itself.
      if (error?.type !== 'validation_error') await pay('browser')
    } finally {
      setConfirming(false)
    }
  }, [pay, secret, step])

  const asking = state.step === 'asking' || state.step === 'waiting'
  const refused = state.step === 'refused' || state.step === 'unresolved'
  const price = formatMoney(order.total)
  const label = step === 'requires_action' ? words.toBank : step === 'failed' ? payWords.again(price) : payWords.submit(price)
  return (
    <section aria-labelledby="pay" className="border border-line-strong p-5">
      <h2 id="pay" className="text-xl font-bold tracking-tight">
        {payWords.heading}
      </h2>
      <p className="mt-2 text-ink-soft">{words.note}</p>
      <div role="status" className="mt-4 empty:hidden">
        {refused && <ProblemNotice level={3} error={state.problem} />}
        {!refused && !confirming && step === 'failed' && <Notice level={3} words={words.failed(order.payment?.failure)} />}
        {!refused && !confirming && step === 'requires_action' && <Notice level={3} words={words.action} />}
        {form === 'closed' && <Notice level={3} words={words.notLoaded} />}
        {state.step === 'waiting' && <PaymentWaiting retryAt={state.retryAt} attempt={state.attempt} />}
      </div>
      <div ref={place} className="mt-4" />
      {!refused && form === 'opening' && (
        <div className="skeleton mt-4 h-40">
          <span className="sr-only">{words.loading}</span>
        </div>
      )}
      {refused || form === 'closed' ? (
        <Button
          look="buy"
          className="mt-5"
          busy={asking}
          onClick={() => {
            setForm('opening')
            setTries(tries + 1)
            void pay('browser')
          }}
        >
          {texts.common.retry}
        </Button>
      ) : (
        <Button look="buy" className="mt-5" busy={confirming || asking} unavailable={form !== 'open'} onClick={() => void submit()}>
          {confirming ? payWords.checking : label}
        </Button>
      )}
      {order.pay_by != null && <p className="figures mt-3 text-center text-sm text-ink-soft">{texts.purchase.payBy(formatClock(order.pay_by))}</p>}
    </section>
  )
}
