import { useQuery } from '@tanstack/react-query'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { AddressBook } from './addresses/AddressBook'
import { EmailAddress } from './EmailAddress'
import { Password } from './Password'
import { Profile } from './Profile'
import { meQuery } from './queries'
import { RequireSession } from './RequireSession'
import { Sessions } from './Sessions'
import { useSession } from './use-session'

export function Component() {
  useTitle(texts.account.title)
  const { status, user } = useSession()
  useQuery({ ...meQuery(), enabled: status === 'signed-in' })
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{texts.account.title}</h1>
      <RequireSession words={{ title: texts.account.logIn, body: texts.account.logInBody }} waiting={<Waiting />}>
        {user && (
          <div className="mt-10">
            <Profile user={user} />
            <EmailAddress user={user} />
            <Password user={user} />
            <AddressBook user={user} />
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
