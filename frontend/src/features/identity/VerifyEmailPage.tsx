import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { answered, client, givingUp } from '@/api/client'
import { asProblem } from '@/api/problem'
import { session } from '@/api/session'
import { MessagePage } from '@/features/platform/MessagePage'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { SendingProblem } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { identity } from '@/texts/en/identity'
import { mails } from '@/texts/en/mails'
import { EmailLine } from './EmailLine'
import { meQuery } from './queries'
import { SendVerification } from './SendVerification'
import { useMailedToken } from './use-mailed-token'
import { useSession } from './use-session'

const words = mails.verify

/** Where the mail about a new address leads. Opening it is enough. */
export function Component() {
  const token = useMailedToken()
  // The page changes by itself: whoever hears it is told.
  return <div role="status">{token === null ? <Incomplete /> : <Confirmation key={token} token={token} />}</div>
}

function Confirmation({ token }: { token: string }) {
  const { status } = useSession()
  const { mutate, isIdle, isPending, data, error } = useMutation({
    mutationFn: async () => answered(await client.POST('/api/v1/users/email-verification/confirm', { body: { token }, signal: givingUp() })),
  })
  // A token works once, so it is sent once, also when React draws the page twice.
  const sent = useRef(false)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    mutate()
  }, [mutate])
  // The answer may come before the shop has said who is signed in here, or after.
  useEffect(() => {
    if (data) session.learn(data)
  }, [data, status])

  if (isIdle || isPending) return <MessagePage title={words.working.title} body={<p>{words.working.body}</p>} />
  if (data) {
    return (
      <MessagePage
        title={words.done.title}
        body={
          <>
            <EmailLine email={data.email} />
            <p>{words.done.body}</p>
          </>
        }
      >
        <WayOn />
      </MessagePage>
    )
  }
  const problem = asProblem(error)
  if (problem.code === 'link_expired') return <Expired />
  if (problem.code === 'email_taken') {
    return (
      <MessagePage title={words.taken.title} body={<p>{words.taken.body}</p>}>
        <WayOn />
      </MessagePage>
    )
  }
  return (
    <MessagePage title={words.failed} body={<SendingProblem problem={problem} />}>
      <Button look="strong" onClick={() => mutate()}>
        {texts.common.retry}
      </Button>
    </MessagePage>
  )
}

/** What a worthless link means depends on how the account stands by now: it may have been followed before. */
function Expired() {
  const { status, user } = useSession()
  const { isFetching } = useQuery({ ...meQuery(), enabled: status === 'signed-in' })
  const known = isFetching ? null : user
  return (
    <MessagePage
      title={words.expired.title}
      body={
        <>
          <p>{words.expired.body}</p>
          {status === 'anonymous' && <p className="mt-3">{words.expired.anonymous}</p>}
          {known && <p className="mt-3">{known.email_verified ? words.expired.confirmed(known.email) : words.expired.unconfirmed(known.email)}</p>}
          {known && !known.email_verified && (
            <div className="mt-6 text-base">
              <SendVerification user={known} />
            </div>
          )}
        </>
      }
    >
      <WayOn />
    </MessagePage>
  )
}

function Incomplete() {
  return (
    <MessagePage title={words.incomplete.title} body={<p>{words.incomplete.body}</p>}>
      <WayOn />
    </MessagePage>
  )
}

function WayOn() {
  const { status } = useSession()
  if (status === 'unknown') return null
  return status === 'signed-in' ? (
    <ButtonLink to={paths.account()} look="strong">
      {mails.toAccount}
    </ButtonLink>
  ) : (
    <ButtonLink to={paths.login(paths.account())} look="strong">
      {identity.logIn}
    </ButtonLink>
  )
}
