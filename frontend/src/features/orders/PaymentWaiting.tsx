import { formatSpan } from '@/shared/format'
import { useTicking } from '@/shared/use-ticking'
import { texts } from '@/texts/en'

/** No answer yet: when the shop is asked again. */
export function PaymentWaiting({ retryAt, attempt }: { retryAt: number; attempt: number }) {
  const left = Math.max(1000, retryAt - useTicking())
  return (
    <p aria-live="off" className="figures text-center text-sm">
      {texts.pay.waitingNote(formatSpan(left), attempt)}
    </p>
  )
}
