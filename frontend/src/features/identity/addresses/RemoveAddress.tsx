import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { client } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Address } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { addresses as words } from '@/texts/en/addresses'
import { addressLines, addressName } from './address'

/** Asks once: an address cannot be brought back. */
export function RemoveAddress({ address, onRemoved }: { address: Address; onRemoved: () => Promise<void> }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const remove = useMutation({
    mutationFn: async () => {
      try {
        await client.DELETE('/api/v1/users/me/addresses/{id}', { params: { path: { id: address.id } } })
      } catch (error) {
        // Removed in another tab, or by an answer that was lost: it is gone, and that was the wish.
        if (asProblem(error).code !== 'not_found') throw error
      }
    },
    onSuccess: async () => {
      dialog.current?.close()
      await onRemoved()
    },
  })
  return (
    <>
      <Button aria-label={words.about(words.remove, addressName(address))} onClick={() => dialog.current?.showModal()}>
        {words.remove}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={words.removeTitle}
        body={addressLines(address).join(', ')}
        keep={words.removeKeep}
        confirm={remove.isPending ? words.removing : words.remove}
        busy={remove.isPending}
        error={remove.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => remove.mutate()}
        onClose={() => remove.reset()}
      />
    </>
  )
}
