import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { client } from '@/api/client'
import type { Address, NewAddress, User } from '@/api/types'
import { likelyCountry } from '@/shared/countries'
import { leading } from '@/shared/leading'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { addresses as words } from '@/texts/en/addresses'
import { AccountSection } from '../AccountSection'
import { addressesQuery } from '../queries'
import { Unfold } from '../Unfold'
import { AddressEntry } from './AddressEntry'
import { AddressForm } from './AddressForm'

/** As many as the shop keeps for one person. */
const most = 20

/** Where somebody's orders may go. */
export function AddressBook({ user }: { user: User }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const { data, error, refetch } = useQuery(addressesQuery())

  const look = () => queries.invalidateQueries({ queryKey: addressesQuery().queryKey })

  async function show(what: string) {
    await look()
    setSaid(what)
  }

  async function add(body: NewAddress, signal: AbortSignal) {
    try {
      await client.POST('/api/v1/users/me/addresses', { body, signal })
    } catch (error) {
      // It may be in the book although we did not hear it: the list says.
      void look()
      throw error
    }
    await show(words.added(body.name))
  }

  return (
    <AccountSection title={words.title} lead={words.lead} heading={heading}>
      <p role="status" className="mb-4 font-semibold empty:hidden">
        {said}
      </p>
      {!data && !error && <Waiting />}
      <div role="alert" className="empty:hidden">
        {!data && error && (
          <ProblemNotice level={3} error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        )}
      </div>
      {data && (
        <>
          {data.length > 0 ? <Entries addresses={data} show={show} onGone={() => heading.current?.focus()} /> : <p className="text-ink-soft">{words.empty}</p>}
          <div className="mt-5">
            {data.length >= most && <p className="mb-3 text-ink-soft">{words.full}</p>}
            <Unfold label={words.add} unavailable={data.length >= most} onOpen={() => setSaid('')}>
              {(close) => (
                <AddressForm
                  initial={{ name: user.name ?? '', country: likelyCountry() ?? '' }}
                  mayLead={data.length > 0}
                  submitLabel={words.saveNew}
                  sendingLabel={words.adding}
                  cancelLabel={words.cancelNew}
                  onCancel={close}
                  save={async (body, signal) => {
                    await add(body, signal)
                    close()
                  }}
                />
              )}
            </Unfold>
          </div>
        </>
      )}
    </AccountSection>
  )
}

interface EntriesProps {
  addresses: Address[]
  show: (what: string) => Promise<void>
  onGone: () => void
}

function Entries({ addresses, show, onGone }: EntriesProps) {
  return (
    <ul>
      {leading(addresses, ({ is_default }) => is_default).map((address) => (
        <AddressEntry key={address.id} address={address} show={show} onGone={onGone} />
      ))}
    </ul>
  )
}

function Waiting() {
  return (
    <div role="status">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-32" />
    </div>
  )
}
