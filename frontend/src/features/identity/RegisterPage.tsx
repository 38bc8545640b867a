import { Link, Navigate, useNavigate, useSearchParams } from 'react-router'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import { paths, safeNext } from '@/shared/paths'
import { Field } from '@/shared/ui/Field'
import { useForm } from '@/shared/use-form'
import { useTitle } from '@/shared/use-title'
import { identity } from '@/texts/en/identity'
import { emailError } from './email-error'
import { FormPage, wayOn } from './FormPage'
import { NewPasswordField } from './NewPasswordField'
import { useSession } from './use-session'

const fields = ['email', 'password', 'name'] as const

export function Component() {
  useTitle(identity.registerTitle)
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const { status } = useSession()
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email, password }) => ({
      email: emailError(email),
      password: password === '' ? identity.newPasswordMissing : undefined,
    }),
    send: async ({ email, password, name }, signal) => {
      const named = name.trim() === '' ? {} : { name: name.trim() }
      const body = { email: email.trim(), password, refresh: 'cookie' as const, ...named }
      session.signIn(answered(await client.POST('/api/v1/users', { body, signal })))
      await navigate(next, { replace: true })
    },
  })

  if (status === 'signed-in' && !sending) return <Navigate to={next} replace />
  return (
    <FormPage
      title={identity.registerTitle}
      lead={next === '/' ? identity.registerLead : identity.returning}
      submitLabel={sending ? identity.registering : identity.register}
      problem={problem}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <Link className={wayOn} to={paths.login(next)}>
          {identity.toLogin}
        </Link>
      }
    >
      <Field label={identity.email} name="email" type="email" autoComplete="email" inputMode="email" required error={errors.email} />
      <NewPasswordField label={identity.password} name="password" error={errors.password} />
      <Field label={identity.name} name="name" autoComplete="name" error={errors.name} />
    </FormPage>
  )
}
