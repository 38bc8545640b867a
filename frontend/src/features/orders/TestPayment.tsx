import { useEffect, useRef, useState } from 'react'
import type { Order, TestOutcome } from '@/api/types'
import { formatClock, formatMoney } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { texts } from '@/texts/en'
import { pay as words } from '@/texts/en/payment'
import { openPayment } from './payment-key'
import { PaymentWaiting } from './PaymentWaiting'
import type { usePayment } from './use-payment'

const outcomes: readonly TestOutcome[] = ['success', 'decline', 'slow']

type Payment = ReturnType<typeof usePayment>

/** Paying with the test provider, which says what it is, where nobody can miss it. */
export function TestPayment({ order, payment: { state, pay } }: { order: Order; payment: Payment }) {
  const [outcome, setOutcome] = useState<TestOutcome>(() => openOutcome(order.id) ?? 'success')
  const resumed = useRef(false)

  // A payment that a reload cut off is asked about again, under its own key.
  useEffect(() => {
    if (resumed.current) return
    resumed.current = true
    const open = openOutcome(order.id)
    if (open) void pay(open)
  }, [order.id, pay])

  const working = state.step === 'asking' || state.step === 'waiting'
  const failed = state.step === 'refused' || state.step === 'unresolved'
  const price = formatMoney(order.total)
  return (
    <section aria-labelledby="pay" className="border border-dashed border-line-strong p-5">
      <div className="flex items-center justify-between gap-4">
        <h2 id="pay" className="text-xl font-bold tracking-tight">
          {words.heading}
        </h2>
        <Tag>{words.testLabel}</Tag>
      </div>
      <p className="mt-2 text-ink-soft">{words.testNote}</p>
      <fieldset className="mt-4" disabled={working}>
        <legend className="sr-only">{words.choose}</legend>
        {outcomes.map((one) => (
          <label key={one} className="flex min-h-14 cursor-pointer items-center gap-3 border-t border-line py-2.5 last:border-b">
            <input
              type="radio"
              name="outcome"
              value={one}
              checked={outcome === one}
              onChange={() => setOutcome(one)}
              className="size-5 shrink-0 accent-(--ink)"
            />
            <span>
              <span className="block leading-tight font-semibold">{words[one].title}</span>
              <span className="text-sm text-ink-soft">{words[one].note}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div role="status" className="mt-5 empty:hidden">
        {failed && <ProblemNotice level={3} error={state.problem} />}
        {state.step === 'asking' && state.slow && <p className="text-center text-sm">{words.checkingNote}</p>}
        {state.step === 'waiting' && <PaymentWaiting retryAt={state.retryAt} attempt={state.attempt} />}
      </div>
      <Button look="buy" className="mt-5" busy={working} onClick={() => void pay(outcome)}>
        {working ? (state.step === 'asking' && !state.slow ? words.sending : words.checking) : failed ? words.again(price) : words.submit(price)}
      </Button>
      {order.pay_by != null && <p className="figures mt-3 text-center text-sm text-ink-soft">{texts.purchase.payBy(formatClock(order.pay_by))}</p>}
    </section>
  )
}

function openOutcome(orderId: string): TestOutcome | undefined {
  const way = openPayment(orderId)?.way
  return way === 'browser' ? undefined : way
}
