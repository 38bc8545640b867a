import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Address, NewAddress } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { SendingProblem } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { addresses as words } from '@/texts/en/addresses'
import { focusFirstField } from '../Unfold'
import { addressLines, addressName, contents } from './address'
import { AddressForm } from './AddressForm'
import { RemoveAddress } from './RemoveAddress'

interface AddressEntryProps {
  address: Address
  /** Shows the book as it is now, and says what happened. */
  show: (what: string) => Promise<void>
  /** The button that had the focus is gone. */
  onGone: () => void
}

export function AddressEntry({ address, show, onGone }: AddressEntryProps) {
  const [editing, setEditing] = useState(false)
  const edit = useFocusOnChange<HTMLButtonElement>(editing)
  const change = (body: NewAddress, signal?: AbortSignal) =>
    client.PUT('/api/v1/users/me/addresses/{id}', { params: { path: { id: address.id } }, body, ...(signal && { signal }) })
  const lead = useMutation({
    mutationFn: async () => {
      await change({ ...contents(address), is_default: true })
      await show(words.first(address.name))
    },
    onSuccess: onGone,
  })
  const about = addressName(address)

  if (editing) {
    return (
      <li ref={focusFirstField} className="border-b border-line py-5 first:pt-0">
        <AddressForm
          initial={address}
          mayLead={!address.is_default}
          submitLabel={words.save}
          sendingLabel={words.saving}
          cancelLabel={words.cancel}
          onCancel={() => setEditing(false)}
          save={async (body, signal) => {
            await change({ ...body, is_default: body.is_default || address.is_default }, signal)
            await show(words.saved(body.name))
            setEditing(false)
          }}
        />
      </li>
    )
  }
  return (
    <li className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 border-b border-line py-5 first:pt-0">
      <div className="min-w-0">
        <address className="not-italic">
          {addressLines(address).map((line, index) => (
            <span key={index} className="block first:font-semibold">
              {line}
            </span>
          ))}
        </address>
        {address.phone != null && <p className="figures mt-1 text-sm text-ink-soft">{address.phone}</p>}
        {address.is_default && (
          <p className="mt-2">
            <Tag strong>{words.isDefault}</Tag>
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-3 max-md:w-full">
        {!address.is_default && (
          <Button busy={lead.isPending} aria-label={words.about(words.makeDefault, about)} onClick={() => lead.mutate()}>
            {words.makeDefault}
          </Button>
        )}
        <Button ref={edit} aria-label={words.about(words.edit, about)} onClick={() => setEditing(true)}>
          {words.edit}
        </Button>
        <RemoveAddress
          address={address}
          onRemoved={async () => {
            await show(words.removed(address.name))
            onGone()
          }}
        />
      </div>
      <div role="alert" className="w-full empty:hidden">
        {lead.error && <SendingProblem level={3} problem={asProblem(lead.error)} />}
      </div>
    </li>
  )
}
