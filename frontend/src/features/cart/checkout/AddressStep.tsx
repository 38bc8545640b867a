import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Address } from '@/api/types'
import { addressLines, contents } from '@/features/identity/addresses/address'
import { addressesQuery } from '@/features/identity/queries'
import { useSession } from '@/features/identity/use-session'
import { leading } from '@/shared/leading'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { texts } from '@/texts/en'
import { checkout } from '@/texts/en/checkout'
import { AccountAddressForm, GuestForm } from './AddressForms'
import type { Draft } from './draft'

interface AddressStepProps {
  draft: Draft
  onFilled: (change: Partial<Draft>) => void
}

/** Who and where: what an account has is offered, and nobody is asked for it again. */
export function AddressStep({ draft, onFilled }: AddressStepProps) {
  const { status, user } = useSession()
  if (status === 'signed-in') {
    return (
      <>
        <p className="mt-2 text-ink-soft">{checkout.mailTo(user.email)}</p>
        <FromBook draft={draft} onFilled={onFilled} />
      </>
    )
  }
  return (
    <>
      <p className="mt-2 text-ink-soft">
        {checkout.guest}{' '}
        <Link to={paths.login(paths.checkout('address'))} className="link font-medium text-ink">
          {checkout.logIn}
        </Link>
      </p>
      <GuestForm draft={draft} onFilled={onFilled} />
    </>
  )
}

function FromBook({ draft, onFilled }: AddressStepProps) {
  const { data: book, isPending } = useQuery(addressesQuery())
  const [chosen, setChosen] = useState<string | null>(draft.addressId)
  const [other, setOther] = useState(draft.address !== null && draft.addressId === null)
  if (isPending) return <div role="status" aria-label={texts.common.loading} className="skeleton mt-6 h-72" />
  const entries = leading(book ?? [], ({ is_default }) => is_default)
  // Without a book, or without an answer from it, one can still fill in an address.
  if (entries.length === 0 || other) return <AccountAddressForm draft={draft} onFilled={onFilled} {...(entries.length > 0 && { onBack: () => setOther(false) })} />
  const selected = entries.find(({ id }) => id === chosen) ?? entries[0]
  return (
    <form
      className="mt-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (selected) onFilled({ address: contents(selected), addressId: selected.id })
      }}
    >
      <fieldset>
        <legend className="sr-only">{checkout.chooseAddress}</legend>
        {entries.map((address) => (
          <Entry key={address.id} address={address} checked={address.id === selected?.id} onChoose={() => setChosen(address.id)} />
        ))}
      </fieldset>
      <div className="mt-6 flex flex-wrap gap-4 max-sm:flex-col">
        <Button type="submit" look="strong">
          {checkout.toShipping}
        </Button>
        <Button onClick={() => setOther(true)}>{checkout.otherAddress}</Button>
      </div>
    </form>
  )
}

function Entry({ address, checked, onChoose }: { address: Address; checked: boolean; onChoose: () => void }) {
  const [name, ...rest] = addressLines(address)
  return (
    <label className="flex cursor-pointer items-start gap-4 border-t border-line py-4 last:border-b">
      <input type="radio" name="address" checked={checked} onChange={onChoose} className="mt-0.5 size-5 shrink-0 accent-(--ink)" />
      <span>
        <span className="block font-semibold">{name}</span>
        <span className="text-ink-soft">{rest.join(', ')}</span>
      </span>
    </label>
  )
}
