import { useState } from 'react'
import { Link } from 'react-router'
import type { StaffReturn } from '@/api/types'
import { formatMoment } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { staffReturns as words } from '@/texts/en/staff-returns'
import { OrderNumber } from '../../OrderNumber'
import { namedUnits } from '../../order-state'
import { nameOf } from '../words'
import { AnswerForm } from './AnswerForm'
import { ReceiveForm } from './ReceiveForm'

type Step = 'approve' | 'reject' | 'receive'

interface ReturnRowProps {
  known: StaffReturn
  /** Says what was decided. */
  onDecided: (what: string) => void
}

/** One return: what, why, and the steps that its state allows. */
export function ReturnRow({ known, onDecided }: ReturnRowProps) {
  const { return: about, of, staff } = known
  const { order, customer } = of
  const [step, setStep] = useState<Step | null>(null)
  const steps: Step[] = about.status === 'requested' ? ['approve', 'reject'] : about.status === 'approved' ? ['receive', 'reject'] : []
  const close = () => setStep(null)
  const decided = (what: Step) => {
    close()
    onDecided(words[what].done(order.number))
  }
  return (
    <li className="grid gap-x-8 gap-y-4 border-b border-line py-4 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="font-semibold">{namedUnits(order, about.lines)}</p>
        <p className="figures flex flex-wrap items-center gap-x-3 text-sm">
          <Link className="link inline-flex min-h-6 items-center font-medium pointer-coarse:min-h-11" to={paths.staffOrder(order.id)}>
            <OrderNumber number={order.number} />
          </Link>
          <span className="text-ink-soft">{words.asked(formatMoment(about.requested_at), nameOf(customer))}</span>
        </p>
        <Said by={words.reason} text={about.reason} />
        {about.answer != null && <Said by={words.answer} text={about.answer} />}
        {staff != null && <p className="mt-2 text-sm text-ink-soft">{words.answered(nameOf(staff))}</p>}
        <p className="mt-1 flex items-center gap-1 text-ink-soft">
          <code className="min-w-0 font-mono text-xs break-all">{about.id}</code>
          <CopyButton small value={about.id} what={`${words.id} ${about.id}`} />
        </p>
      </div>
      {step === null && steps.length > 0 && (
        <div className="flex flex-wrap content-start gap-3 md:justify-end">
          {steps.map((one, place) => (
            <Button key={one} look={place === 0 ? 'strong' : 'quiet'} aria-label={words.about(words[one].open, order.number)} onClick={() => setStep(one)}>
              {words[one].open}
            </Button>
          ))}
        </div>
      )}
      {step !== null && (
        <div className="md:col-span-2">
          {step === 'receive' ? (
            <ReceiveForm known={known} onReceived={() => decided('receive')} onCancel={close} />
          ) : (
            <AnswerForm key={step} known={known} step={step} onAnswered={() => decided(step)} onCancel={close} />
          )}
        </div>
      )}
    </li>
  )
}

function Said({ by, text }: { by: string; text: string }) {
  return (
    <div className="mt-2 max-w-(--measure) border-l-4 border-line-strong bg-surface px-3 py-2 text-sm">
      <p className="text-xs font-semibold text-ink-soft">{by}</p>
      <p className="whitespace-pre-line [overflow-wrap:anywhere]">{text}</p>
    </div>
  )
}
