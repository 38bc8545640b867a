import type { Order } from '@/api/types'
import type { ApiProblem } from '@/api/problem'
import { formatSpan } from '@/shared/format'
import type { KeyedState } from '@/shared/keyed-request'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTicking } from '@/shared/use-ticking'
import { texts } from '@/texts/en'

interface PurchaseProgressProps {
  state: KeyedState<Order>
  saleId: string
  onAskAgain: () => void
  onStop: () => void
}

/** What is known about the press so far, said once per change, with a way out of every wait. */
export function PurchaseProgress({ state, saleId, onAskAgain, onStop }: PurchaseProgressProps) {
  return (
    <div role="status" className="empty:hidden">
      {state.step === 'asking' && state.slow && <p className="text-center text-sm">{texts.purchase.checkingNote}</p>}
      {state.step === 'waiting' && <Waiting retryAt={state.retryAt} attempt={state.attempt} onStop={onStop} />}
      {state.step === 'refused' && <Refusal problem={state.problem} saleId={saleId} />}
      {state.step === 'unresolved' && (
        <ProblemNotice error={state.problem}>
          <Button look="strong" onClick={onAskAgain}>
            {texts.purchase.askAgain}
          </Button>
          <ButtonLink to={paths.orders()} look="plain">
            {texts.purchase.toOrders}
          </ButtonLink>
        </ProblemNotice>
      )}
    </div>
  )
}

function Waiting({ retryAt, attempt, onStop }: { retryAt: number; attempt: number; onStop: () => void }) {
  const left = Math.max(1000, retryAt - useTicking())
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 text-sm">
      {/* The seconds are for the eyes; a screen reader hears the change of state on the button. */}
      <p aria-live="off" className="figures">
        {texts.purchase.waitingNote(formatSpan(left), attempt)}
      </p>
      <Button look="plain" onClick={onStop}>
        {texts.purchase.stop}
      </Button>
    </div>
  )
}

function Refusal({ problem, saleId }: { problem: ApiProblem; saleId: string }) {
  return <ProblemNotice error={problem}>{wayOn(problem, saleId)}</ProblemNotice>
}

/** The next step that this refusal leaves open. */
function wayOn(problem: ApiProblem, saleId: string) {
  switch (problem.code) {
    case 'already_purchased':
    case 'idempotency_mismatch': {
      const { order_id: id } = problem.facts
      return id == null ? (
        <ButtonLink to={paths.orders()}>{texts.purchase.toOrders}</ButtonLink>
      ) : (
        <ButtonLink to={paths.order(id)}>{texts.purchase.toOrder}</ButtonLink>
      )
    }
    case 'unauthenticated':
      return <ButtonLink to={paths.login(paths.sale(saleId))}>{texts.purchase.logIn}</ButtonLink>
    case 'sold_out':
    case 'sale_not_live':
    case 'sale_not_found':
      return <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>
    default:
      return undefined
  }
}
