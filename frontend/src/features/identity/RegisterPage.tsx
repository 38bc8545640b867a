import { Link, Navigate, useNavigate, useSearchParams } from 'react-router'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import { paths, safeNext } from '@/shared/paths'
import { Field } from '@/shared/ui/Field'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { FormPage } from './FormPage'
import { looksLikeEmail, useForm } from './use-form'
import { useSession } from './use-session'

const fields = ['email', 'password', 'name'] as const

export function Component() {
  useTitle(texts.identity.registerTitle)
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const { status } = useSession()
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email, password }) => ({
      ...(email.trim() === '' ? { email: texts.identity.emailMissing } : looksLikeEmail(email.trim()) ? {} : { email: texts.identity.emailOdd }),
      ...(password === '' && { password: texts.identity.newPasswordMissing }),
    }),
    send: async ({ email, password, name }) => {
      const named = name.trim() === '' ? {} : { name: name.trim() }
      const body = { email: email.trim(), password, refresh: 'cookie' as const, ...named }
      session.signIn(answered(await client.POST('/api/v1/users', { body })))
      await navigate(next, { replace: true })
    },
  })

  if (status === 'signed-in' && !sending) return <Navigate to={next} replace />
  return (
    <FormPage
      title={texts.identity.registerTitle}
      lead={next === '/' ? texts.identity.registerLead : texts.identity.returning}
      submitLabel={sending ? texts.identity.registering : texts.identity.register}
      problem={problem}
      sending={sending}
      form={form}
      onSubmit={() => void submit()}
      other={
        <Link className="link inline-flex min-h-11 items-center" to={paths.login(next)}>
          {texts.identity.toLogin}
        </Link>
      }
    >
      <Field label={texts.identity.email} name="email" type="email" autoComplete="email" inputMode="email" required error={errors.email} />
      <Field
        label={texts.identity.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={texts.identity.newPasswordHint}
        error={errors.password}
      />
      <Field label={texts.identity.name} name="name" autoComplete="name" error={errors.name} />
    </FormPage>
  )
}
