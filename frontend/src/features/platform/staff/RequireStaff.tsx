import type { ReactNode } from 'react'
import { ApiProblem } from '@/api/problem'
import { RequireSession } from '@/features/identity/RequireSession'
import { runsTheShop } from '@/features/identity/runs-the-shop'
import { useSession } from '@/features/identity/use-session'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { staff } from '@/texts/en/staff'

/** Pages of the staff: others learn at once that they are not for them, instead of at their first press. */
export function RequireStaff({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const { user } = useSession()
  if (user !== null && runsTheShop(user)) return children
  return (
    <>
      <h1 className="sr-only">{staff.frame.title}</h1>
      <RequireSession words={{ title: staff.logIn, body: staff.logInBody }} waiting={waiting}>
        <div className="mt-10 max-w-2xl">
          <ProblemNotice error={new ApiProblem('forbidden', 403)}>
            <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>
          </ProblemNotice>
        </div>
      </RequireSession>
    </>
  )
}
