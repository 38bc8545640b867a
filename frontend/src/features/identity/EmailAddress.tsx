import { useState } from 'react'
import { client } from '@/api/client'
import type { User } from '@/api/types'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Notice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useForm } from '@/shared/use-form'
import { account } from '@/texts/en/account'
import { identity } from '@/texts/en/identity'
import { AccountSection } from './AccountSection'
import { emailError } from './email-error'
import { FormActions } from './FormActions'
import { MailboxHint } from './MailboxHint'
import { SendVerification } from './SendVerification'
import { Unfold } from './Unfold'

/** The account's address: whether it is confirmed, and how to get another. */
export function EmailAddress({ user }: { user: User }) {
  const words = account.email
  const [asked, setAsked] = useState<{ from: string } | null>(null)
  // Once the link was followed, there is nothing to wait for.
  const waiting = asked?.from === user.email
  return (
    <AccountSection title={words.title} lead={words.lead}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="min-w-0 text-lg font-semibold break-all">{user.email}</span>
        {user.email_verified && <Tag>{words.confirmed}</Tag>}
      </p>
      {!user.email_verified && !waiting && (
        <div className="mt-4">
          <Notice level={3} words={words.unconfirmed}>
            <SendVerification user={user} />
          </Notice>
        </div>
      )}
      <div role="status" className="mt-4 empty:hidden">
        {waiting && (
          <Notice level={3} words={words.sent}>
            <MailboxHint />
          </Notice>
        )}
      </div>
      <div className="mt-5">
        <Unfold label={words.open} onOpen={() => setAsked(null)}>
          {(close) => (
            <EmailForm
              user={user}
              onCancel={close}
              onSent={() => {
                setAsked({ from: user.email })
                close()
              }}
            />
          )}
        </Unfold>
      </div>
    </AccountSection>
  )
}

const fields = ['email', 'password'] as const

function EmailForm({ user, onSent, onCancel }: { user: User; onSent: () => void; onCancel: () => void }) {
  const words = account.email
  const { form, errors, problem, sending, submit } = useForm({
    fields,
    check: ({ email, password }) => ({
      email: email.trim().toLowerCase() === user.email ? words.same : emailError(email),
      password: password === '' ? identity.passwordMissing : undefined,
    }),
    send: async ({ email, password }, signal) => {
      await client.PUT('/api/v1/users/me/email', { body: { email: email.trim(), password }, signal })
      onSent()
    },
  })
  return (
    <Form form={form} problem={problem} lost={words.lost} className="flex max-w-md flex-col gap-6" onSubmit={() => void submit()}>
      <Field label={words.newEmail} name="email" type="email" autoComplete="email" inputMode="email" required error={errors.email} />
      <Field label={words.password} name="password" type="password" autoComplete="current-password" required hint={words.passwordHint} error={errors.password} />
      <FormActions submit={sending ? words.sending : words.submit} sending={sending} cancel={account.cancel} onCancel={onCancel} />
    </Form>
  )
}
