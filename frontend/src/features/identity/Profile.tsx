import { useState } from 'react'
import { answered, client } from '@/api/client'
import { session } from '@/api/session'
import type { User } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { focusable, useForm } from './use-form'

const fields = ['name'] as const

/** Who somebody is to the shop. */
export function Profile({ user }: { user: User }) {
  const [saved, setSaved] = useState(false)
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: () => ({}),
    send: async ({ name }) => {
      const body = { name: name.trim() === '' ? null : name.trim() }
      session.learn(answered(await client.PATCH('/api/v1/users/me', { body })))
      setSaved(true)
    },
  })
  return (
    <section aria-labelledby="profile-title">
      <h2 id="profile-title" className="heading">
        {texts.account.profile}
      </h2>
      <dl className="mt-4">
        <dt className="font-semibold">{texts.account.email}</dt>
        <dd className="mt-1 break-all text-ink-soft">{user.email}</dd>
      </dl>
      <form
        ref={form}
        noValidate
        className="mt-6 flex flex-col items-start gap-4 *:w-full"
        onChange={() => setSaved(false)}
        onSubmit={(event) => {
          event.preventDefault()
          setSaved(false)
          void submit()
        }}
      >
        <div data-form-problem role="alert" className="empty:hidden">
          {problem && <ProblemNotice error={problem} headingRef={focusable} />}
        </div>
        <Field label={texts.account.name} name="name" autoComplete="name" maxLength={100} defaultValue={user.name ?? ''} hint={texts.account.nameHint} error={errors.name} />
        <div className="flex items-center gap-4">
          <Button type="submit" look="strong" busy={sending}>
            {sending ? texts.account.saving : texts.account.save}
          </Button>
          <p role="status">{saved && texts.account.saved}</p>
        </div>
      </form>
    </section>
  )
}
