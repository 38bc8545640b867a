import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { Profile } from './Profile'
import { RequireSession } from './RequireSession'
import { Sessions } from './Sessions'
import { useSession } from './use-session'

export function Component() {
  useTitle(texts.account.title)
  const { user } = useSession()
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{texts.account.title}</h1>
      <RequireSession words={{ title: texts.account.logIn, body: texts.account.logInBody }} waiting={<Waiting />}>
        {user && (
          <div className="mt-10 grid gap-x-16 gap-y-14 md:grid-cols-[minmax(0,20rem)_1fr]">
            <Profile user={user} />
            <Sessions />
          </div>
        )}
      </RequireSession>
    </div>
  )
}

function Waiting() {
  return (
    <div role="status" className="mt-10">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-60" />
    </div>
  )
}
