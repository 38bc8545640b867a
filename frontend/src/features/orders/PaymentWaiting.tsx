import { formatSpan } from '@/shared/format'
import { useTicking } from '@/shared/use-ticking'
import { pay } from '@/texts/en/payment'

/** No answer yet: when the shop is asked again. */
export function PaymentWaiting({ retryAt, attempt }: { retryAt: number; attempt: number }) {
  const left = Math.max(1000, retryAt - useTicking())
  return (
    <p aria-live="off" className="figures text-center text-sm">
      {pay.waitingNote(formatSpan(left), attempt)}
    </p>
  )
}
