import { useState } from 'react'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import type { User } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { texts } from '@/texts/en'
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
    <AccountSection title={texts.account.profile} lead={texts.account.profileLead}>
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
        <Field label={texts.account.name} name="name" autoComplete="name" maxLength={100} defaultValue={user.name ?? ''} hint={texts.account.nameHint} error={errors.name} />
        <div className="flex items-center gap-4">
          <Button type="submit" look="strong" busy={sending}>
            {sending ? texts.account.saving : texts.account.save}
          </Button>
          <p role="status">{saved && texts.account.saved}</p>
        </div>
      </Form>
    </AccountSection>
  )
}
