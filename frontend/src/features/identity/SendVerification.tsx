import { useMutation } from '@tanstack/react-query'
import { client, givingUp } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { User } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { SendingProblem } from '@/shared/ui/Notice'
import { account } from '@/texts/en/account'
import { MailboxHint } from './MailboxHint'

/** Asks for the mail that confirms the account's address once more. */
export function SendVerification({ user }: { user: User }) {
  const ask = useMutation({ mutationFn: () => client.POST('/api/v1/users/email-verification', { signal: givingUp() }) })
  return (
    <div className="flex flex-col items-start gap-3">
      <Button busy={ask.isPending} onClick={() => ask.mutate()}>
        {ask.isPending ? account.email.sending : account.email.sendAgain}
      </Button>
      <p role="status" className="empty:hidden">
        {ask.isSuccess && account.email.sentAgain(user.email)}
      </p>
      <div role="alert" className="empty:hidden">
        {ask.error && <SendingProblem level={3} problem={asProblem(ask.error)} />}
      </div>
      <MailboxHint />
    </div>
  )
}
