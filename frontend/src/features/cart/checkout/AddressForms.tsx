import { useQueryClient } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import type { Address } from '@/api/types'
import { addressFields, missing, newAddress } from '@/features/identity/addresses/address'
import { AddressFields } from '@/features/identity/addresses/AddressFields'
import { emailError } from '@/features/identity/email-error'
import { FormActions } from '@/features/identity/FormActions'
import { addressesQuery } from '@/features/identity/queries'
import { useSession } from '@/features/identity/use-session'
import { likelyCountry } from '@/shared/countries'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { checkout } from '@/texts/en/checkout'
import { identity as words } from '@/texts/en/identity'
import type { Draft } from './draft'

interface AddressFormProps {
  draft: Draft
  onFilled: (change: Partial<Draft>) => void
}

const look = 'mt-6 flex max-w-md flex-col gap-6'

function startingWith(draft: Draft, name = ''): Partial<Address> {
  return draft.address ?? { name, country: likelyCountry() ?? '' }
}

/** Everything that the shop needs of a visitor without an account. */
export function GuestForm({ draft, onFilled }: AddressFormProps) {
  const { form, errors, problem, submit } = useForm({
    fields: ['email', ...addressFields],
    check: ({ email, ...address }) => ({ email: emailError(email), ...missing(address) }),
    send: ({ email, ...address }) => {
      onFilled({ email: email.trim(), address: newAddress(address), addressId: null })
      return Promise.resolve()
    },
  })
  return (
    <Form form={form} problem={problem} className={look} onSubmit={() => void submit()}>
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="email"
        inputMode="email"
        required
        defaultValue={draft.email ?? ''}
        hint={checkout.emailHint}
        error={errors.email}
      />
      <AddressFields initial={startingWith(draft)} errors={errors} />
      <Button type="submit" look="strong">
        {checkout.toShipping}
      </Button>
    </Form>
  )
}

interface AccountAddressFormProps extends AddressFormProps {
  /** Back to the addresses of the book, when there are any. */
  onBack?: () => void
}

/** Another address for this order, kept in the book unless one does not want that. */
export function AccountAddressForm({ draft, onFilled, onBack }: AccountAddressFormProps) {
  const queries = useQueryClient()
  const { user } = useSession()
  const { form, errors, problem, sending, submit } = useForm({
    fields: [...addressFields, 'keep'],
    check: missing,
    send: async ({ keep, ...values }, signal) => {
      const address = newAddress(values)
      if (keep === '') {
        onFilled({ address, addressId: null })
        return
      }
      const kept = answered(await client.POST('/api/v1/users/me/addresses', { body: address, signal }))
      void queries.invalidateQueries({ queryKey: addressesQuery().queryKey })
      onFilled({ address, addressId: kept.id })
    },
  })
  const keep = (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input type="checkbox" name="keep" defaultChecked={draft.address === null} className="size-5 shrink-0 accent-(--ink)" />
      {checkout.keepAddress}
    </label>
  )
  return (
    <Form form={form} problem={problem} className={look} onSubmit={() => void submit()}>
      <AddressFields initial={startingWith(draft, user?.name ?? '')} errors={errors} />
      {keep}
      {onBack ? (
        <FormActions submit={checkout.toShipping} sending={sending} cancel={checkout.fromBook} onCancel={onBack} />
      ) : (
        <Button type="submit" look="strong" busy={sending}>
          {checkout.toShipping}
        </Button>
      )}
    </Form>
  )
}
