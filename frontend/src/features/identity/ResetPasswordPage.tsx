import { useState } from 'react'
import { Link } from 'react-router'
import { client } from '@/api/client'
import { session } from '@/api/session'
import { MessagePage } from '@/features/platform/MessagePage'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { useForm } from '@/shared/use-form'
import { useTitle } from '@/shared/use-title'
import { identity } from '@/texts/en/identity'
import { mails } from '@/texts/en/mails'
import { FormPage, wayOn } from './FormPage'
import { NewPasswordField } from './NewPasswordField'
import { useMailedToken } from './use-mailed-token'

const words = mails.reset

/** Where the mail about a forgotten password leads. */
export function Component() {
  const token = useMailedToken()
  return token === null ? <NewLink words={words.incomplete} /> : <Reset key={token} token={token} />
}

const fields = ['password'] as const

function Reset({ token }: { token: string }) {
  useTitle(words.title)
  const [done, setDone] = useState(false)
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ password }) => ({ password: password === '' ? identity.newPasswordMissing : undefined }),
    send: async ({ password }, signal) => {
      await client.POST('/api/v1/users/password-reset/confirm', { body: { token, password }, signal })
      setDone(true)
      // Whoever was signed in here as this person is not any more. The shop knows; a shop that does not answer says so later.
      if (session.getState().status === 'signed-in') await session.refresh().catch(() => null)
    },
  })

  if (done) {
    return (
      <MessagePage replacing title={words.doneTitle} body={<p>{words.done}</p>}>
        <ButtonLink to={paths.login()} look="strong">
          {identity.logIn}
        </ButtonLink>
      </MessagePage>
    )
  }
  if (problem?.code === 'link_expired') return <NewLink replacing words={words.expired} />
  return (
    <FormPage
      title={words.title}
      lead={words.lead}
      submitLabel={sending ? words.sending : words.submit}
      problem={problem}
      lost={words.lost}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <Link className={wayOn} to={paths.forgotPassword()}>
          {words.newLink}
        </Link>
      }
    >
      <NewPasswordField label={words.password} name="password" error={errors.password} />
    </FormPage>
  )
}

function NewLink({ words: { title, body }, replacing = false }: { words: { title: string; body: string }; replacing?: boolean }) {
  return (
    <MessagePage replacing={replacing} title={title} body={<p>{body}</p>}>
      <ButtonLink to={paths.forgotPassword()} look="strong">
        {words.newLink}
      </ButtonLink>
    </MessagePage>
  )
}
