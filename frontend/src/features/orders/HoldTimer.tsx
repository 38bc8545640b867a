import { formatCountdown } from '@/shared/format'
import { useServerNow } from '@/shared/server-clock'
import { Icon } from '@/shared/ui/Icon'
import { useCrossed } from '@/shared/use-crossed'
import { texts } from '@/texts/en'

const warnings = [120_000, 30_000] as const

/** The time left to pay. It warns before it ends, and does not run out on a payment that is under way. */
export function HoldTimer({ payBy, paying }: { payBy: string; paying: boolean }) {
  const left = Date.parse(payBy) - useServerNow()
  const warned = useCrossed(warnings, left)
  const ending = left <= warnings[0]
  if (paying) return <p className="text-ink-soft">{texts.hold.kept}</p>
  return (
    <div>
      {left > 0 ? (
        <p className="flex items-baseline gap-3">
          <span role="timer" aria-label={texts.hold.left} className="figures text-clock font-extrabold tracking-tight">
            {formatCountdown(left)}
          </span>
          <span className={`inline-flex items-center gap-1.5 ${ending ? 'font-semibold text-danger' : 'text-ink-soft'}`}>
            {ending && <Icon name="alert" size={18} />}
            {texts.hold.left}
          </span>
        </p>
      ) : (
        <p className="font-semibold">{texts.hold.over}</p>
      )}
      <p role="status" className="sr-only">
        {warned !== null && left > 0 && texts.hold.warning[warned]}
      </p>
    </div>
  )
}
