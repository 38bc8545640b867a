import { useState } from 'react'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import type { User } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { account } from '@/texts/en/account'
import { AccountSection } from './AccountSection'

const fields = ['name'] as const

/** Who somebody is to the shop. */
export function Profile({ user }: { user: User }) {
  const [saved, setSaved] = useState(false)
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: () => ({}),
    send: async ({ name }, signal) => {
      const body = { name: name.trim() === '' ? null : name.trim() }
      session.learn(answered(await client.PATCH('/api/v1/users/me', { body, signal })))
      setSaved(true)
    },
  })
  return (
    <AccountSection title={account.profile} lead={account.profileLead}>
      <Form
        form={form}
        problem={problem}
        className="flex max-w-md flex-col gap-4"
        onChange={() => setSaved(false)}
        onSubmit={() => {
          setSaved(false)
          void submit()
        }}
      >
        <Field label={account.name} name="name" autoComplete="name" maxLength={100} defaultValue={user.name ?? ''} hint={account.nameHint} error={errors.name} />
        <div className="flex items-center gap-4">
          <Button type="submit" look="strong" busy={sending}>
            {sending ? account.saving : account.save}
          </Button>
          <p role="status">{saved && account.saved}</p>
        </div>
      </Form>
    </AccountSection>
  )
}
