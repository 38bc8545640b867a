import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { client } from '@/api/client'
import { MessagePage } from '@/features/platform/MessagePage'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { useForm } from '@/shared/use-form'
import { useTitle } from '@/shared/use-title'
import { identity } from '@/texts/en/identity'
import { mails } from '@/texts/en/mails'
import { emailError } from './email-error'
import { EmailLine } from './EmailLine'
import { FormPage, wayOn } from './FormPage'
import { MailboxHint } from './MailboxHint'
import { typedIn } from './typed'

const words = mails.forgot

/** Asks for a link by mail, and says the same whether or not there is such an account. */
export function Component() {
  const [sentTo, setSentTo] = useState<string | null>(null)
  return sentTo === null ? <Request onSent={setSentTo} /> : <Sent email={sentTo} onAgain={() => setSentTo(null)} />
}

const fields = ['email'] as const

function Request({ onSent }: { onSent: (email: string) => void }) {
  useTitle(words.title)
  const typed = typedIn(useLocation().state)
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email }) => ({ email: emailError(email) }),
    send: async ({ email }, signal) => {
      await client.POST('/api/v1/users/password-reset', { body: { email: email.trim() }, signal })
      onSent(email.trim())
    },
  })
  return (
    <FormPage
      title={words.title}
      lead={words.lead}
      submitLabel={sending ? words.sending : words.submit}
      problem={problem}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <Link className={wayOn} to={paths.login()}>
          {words.toLogin}
        </Link>
      }
    >
      <Field label={identity.email} name="email" type="email" autoComplete="username" inputMode="email" required defaultValue={typed} error={errors.email} />
    </FormPage>
  )
}

function Sent({ email, onAgain }: { email: string; onAgain: () => void }) {
  return (
    <MessagePage
      replacing
      title={words.sentTitle}
      body={
        <>
          <EmailLine email={email} />
          <p>{words.sent}</p>
          <p className="mt-3 mb-3">{words.nothing}</p>
          <MailboxHint />
        </>
      }
    >
      <Button onClick={onAgain}>{words.again}</Button>
    </MessagePage>
  )
}
