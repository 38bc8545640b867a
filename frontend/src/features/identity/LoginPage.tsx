import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import { paths, safeNext } from '@/shared/paths'
import { Field } from '@/shared/ui/Field'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { endedBy } from './ended'
import { FormPage } from './FormPage'
import { looksLikeEmail, useForm } from './use-form'
import { useSession } from './use-session'

const fields = ['email', 'password'] as const

export function Component() {
  useTitle(texts.identity.loginTitle)
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const ended = endedBy(useLocation().state)
  const { status } = useSession()
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email, password }) => ({
      ...(email.trim() === '' ? { email: texts.identity.emailMissing } : looksLikeEmail(email.trim()) ? {} : { email: texts.identity.emailOdd }),
      ...(password === '' && { password: texts.identity.passwordMissing }),
    }),
    send: async ({ email, password }) => {
      const body = { email: email.trim(), password, refresh: 'cookie' as const }
      session.signIn(answered(await client.POST('/api/v1/users/authenticate', { body })))
      await navigate(next, { replace: true })
    },
  })

  if (status === 'signed-in' && !sending) return <Navigate to={next} replace />
  return (
    <FormPage
      title={texts.identity.loginTitle}
      lead={next === '/' ? texts.identity.loginLead : texts.identity.returning}
      submitLabel={sending ? texts.identity.loggingIn : texts.identity.logIn}
      notice={ended && texts.sessions.ended[ended]}
      problem={problem}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <Link className="link inline-flex min-h-11 items-center" to={paths.register(next)}>
          {texts.identity.toRegister}
        </Link>
      }
    >
      <Field label={texts.identity.email} name="email" type="email" autoComplete="username" inputMode="email" required error={errors.email} />
      <Field label={texts.identity.password} name="password" type="password" autoComplete="current-password" required error={errors.password} />
    </FormPage>
  )
}
