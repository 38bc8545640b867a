import { Link } from 'react-router'
import { paths } from '@/shared/paths'
import { checkout } from '@/texts/en/checkout'
import { type Draft, isReachable, type Step, steps } from './draft'

/** Where one is, and the way back to what is filled in. */
export function StepsNav({ step, draft, signedIn }: { step: Step; draft: Draft; signedIn: boolean }) {
  return (
    <nav aria-label={checkout.progress} className="mt-3">
      <ol className="grid grid-cols-3 gap-2 md:gap-4">
        {steps.map((one, index) => {
          const reached = index <= steps.indexOf(step)
          const label = (
            <>
              <span className="figures">{index + 1}</span> {checkout.short[one]}
            </>
          )
          return (
            <li key={one} className={`border-t-4 ${reached ? 'border-ink' : 'border-line'}`}>
              {one === step ? (
                <span aria-current="step" className="inline-flex min-h-11 items-center gap-1.5 text-sm font-bold md:text-base">
                  {label}
                </span>
              ) : isReachable(one, draft, signedIn) ? (
                <Link to={paths.checkout(one)} className="inline-flex min-h-11 items-center gap-1.5 text-sm hover:underline hover:underline-offset-4 md:text-base">
                  {label}
                </Link>
              ) : (
                <span className="inline-flex min-h-11 items-center gap-1.5 text-sm text-ink-soft md:text-base">{label}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
