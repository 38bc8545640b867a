import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import type { User } from '@/api/types'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { account } from '@/texts/en/account'
import { identity } from '@/texts/en/identity'
import { AccountSection } from './AccountSection'
import { FormActions } from './FormActions'
import { NewPasswordField } from './NewPasswordField'
import { sessionsQuery } from './queries'
import { Unfold } from './Unfold'

/** Changes the password of whoever knows it. */
export function Password({ user }: { user: User }) {
  const words = account.password
  const [changed, setChanged] = useState(false)
  return (
    <AccountSection title={words.title} lead={words.lead}>
      <p role="status" className="mb-4 font-semibold empty:hidden">
        {changed && words.done}
      </p>
      <Unfold label={words.open} onOpen={() => setChanged(false)}>
        {(close) => (
          <PasswordForm
            user={user}
            onCancel={close}
            onChanged={() => {
              setChanged(true)
              close()
            }}
          />
        )}
      </Unfold>
    </AccountSection>
  )
}

const fields = ['current_password', 'new_password'] as const

function PasswordForm({ user, onChanged, onCancel }: { user: User; onChanged: () => void; onCancel: () => void }) {
  const words = account.password
  const queries = useQueryClient()
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ current_password, new_password }) => ({
      current_password: current_password === '' ? words.currentMissing : undefined,
      new_password: new_password === '' ? identity.newPasswordMissing : undefined,
    }),
    send: async (passwords, signal) => {
      const body = { ...passwords, refresh: 'cookie' as const }
      // The old session is over, here too: all tabs go on with the new one.
      session.signIn(answered(await client.PUT('/api/v1/users/me/password', { body, signal })))
      void queries.invalidateQueries({ queryKey: sessionsQuery().queryKey })
      onChanged()
    },
  })
  return (
    <Form form={form} problem={problem} lost={words.lost} className="flex max-w-md flex-col gap-6" onSubmit={() => void submit()}>
      {/* Tells a password manager whose password this is. */}
      <input hidden readOnly type="email" autoComplete="username" value={user.email} />
      <Field label={words.current} name="current_password" type="password" autoComplete="current-password" required error={errors.current_password} />
      <NewPasswordField label={words.next} name="new_password" error={errors.new_password} />
      <FormActions submit={sending ? words.sending : words.submit} sending={sending} cancel={account.cancel} onCancel={onCancel} />
    </Form>
  )
}
