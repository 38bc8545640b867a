import type { WebhookAttempt } from '@/api/types'
import { formatCount, formatMomentWithSeconds } from '@/shared/format'
import { webhooks } from '@/texts/en/webhooks'

/** Every time that it was sent. Of the last one of what is on its way, the outcome may still come. */
export function Attempts({ attempts, pending }: { attempts: readonly WebhookAttempt[]; pending: boolean }) {
  const words = webhooks.deliveries
  const outcome = ({ duration_ms, status_code, error }: WebhookAttempt, isLast: boolean) => {
    if (duration_ms == null) return isLast && pending ? words.underWay : words.unknown
    return error ?? String(status_code)
  }
  return (
    <table className="figures mt-1 w-full max-w-2xl text-left text-sm">
      <thead className="text-xs text-ink-soft">
        <tr className="border-b border-line-strong">
          <th scope="col" className="py-1.5 pr-4 font-semibold">
            {words.attempt}
          </th>
          <th scope="col" className="py-1.5 pr-4 font-semibold">
            {words.when}
          </th>
          <th scope="col" className="py-1.5 pr-4 font-semibold">
            {words.answer}
          </th>
          <th scope="col" className="py-1.5 text-right font-semibold">
            {words.took}
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt, place) => (
          <tr key={attempt.number} className="border-b border-line align-baseline">
            <th scope="row" className="py-1.5 pr-4 font-normal">
              {attempt.number}
            </th>
            <td className="py-1.5 pr-4">{formatMomentWithSeconds(attempt.started_at)}</td>
            <td className="py-1.5 pr-4 [overflow-wrap:anywhere]">{outcome(attempt, place === attempts.length - 1)}</td>
            <td className="py-1.5 text-right whitespace-nowrap">{attempt.duration_ms != null && words.milliseconds(formatCount(attempt.duration_ms))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
