import { useQuery } from '@tanstack/react-query'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { account } from '@/texts/en/account'
import { AddressBook } from './addresses/AddressBook'
import { EmailAddress } from './EmailAddress'
import { Password } from './Password'
import { Profile } from './Profile'
import { meQuery } from './queries'
import { RequireSession } from './RequireSession'
import { Sessions } from './Sessions'
import { useSession } from './use-session'

export function Component() {
  useTitle(account.title)
  const { status, user } = useSession()
  useQuery({ ...meQuery(), enabled: status === 'signed-in' })
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{account.title}</h1>
      <RequireSession words={{ title: account.logIn, body: account.logInBody }} waiting={<Waiting />}>
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
