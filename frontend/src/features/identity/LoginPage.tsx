import { useState } from 'react'
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import { paths, safeNext } from '@/shared/paths'
import { Field } from '@/shared/ui/Field'
import { useForm } from '@/shared/use-form'
import { useTitle } from '@/shared/use-title'
import { identity } from '@/texts/en/identity'
import { sessions } from '@/texts/en/sessions'
import { emailError } from './email-error'
import { endedBy } from './ended'
import { FormPage, wayOn } from './FormPage'
import { typedState } from './typed'
import { useSession } from './use-session'

const fields = ['email', 'password'] as const

export function Component() {
  useTitle(identity.loginTitle)
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const ended = endedBy(useLocation().state)
  const { status } = useSession()
  const [typed, setTyped] = useState('')
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email, password }) => ({
      email: emailError(email),
      password: password === '' ? identity.passwordMissing : undefined,
    }),
    send: async ({ email, password }, signal) => {
      const body = { email: email.trim(), password, refresh: 'cookie' as const }
      session.signIn(answered(await client.POST('/api/v1/users/authenticate', { body, signal })))
      await navigate(next, { replace: true })
    },
  })

  if (status === 'signed-in' && !sending) return <Navigate to={next} replace />
  return (
    <FormPage
      title={identity.loginTitle}
      lead={next === '/' ? identity.loginLead : identity.returning}
      submitLabel={sending ? identity.loggingIn : identity.logIn}
      notice={ended && sessions.ended[ended]}
      problem={problem}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <>
          <Link className={wayOn} to={paths.forgotPassword()} state={typedState(typed)}>
            {identity.toForgot}
          </Link>
          <Link className={wayOn} to={paths.register(next)}>
            {identity.toRegister}
          </Link>
        </>
      }
    >
      <Field
        label={identity.email}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        error={errors.email}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Field label={identity.password} name="password" type="password" autoComplete="current-password" required error={errors.password} />
    </FormPage>
  )
}
