import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { client } from '@/api/client'
import { asProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { reviews } from '@/texts/en/reviews'

/** Asks once: what was written is deleted. */
export function WithdrawReview({ id, onWithdrawn }: { id: string; onWithdrawn: () => Promise<void> }) {
  const words = reviews.own
  const dialog = useRef<HTMLDialogElement>(null)
  const withdraw = useMutation({
    mutationFn: async () => {
      try {
        await client.DELETE('/api/v1/reviews/{id}', { params: { path: { id } } })
      } catch (error) {
        // Withdrawn in another tab, or by an answer that was lost: it is gone, and that was the wish.
        if (asProblem(error).code !== 'not_found') throw error
      }
    },
    onSuccess: async () => {
      dialog.current?.close()
      await onWithdrawn()
    },
  })
  return (
    <>
      <Button onClick={() => dialog.current?.showModal()}>{words.withdraw}</Button>
      <ConfirmDialog
        ref={dialog}
        title={words.withdrawTitle}
        body={words.withdrawBody}
        keep={words.withdrawKeep}
        confirm={withdraw.isPending ? words.withdrawing : words.withdraw}
        busy={withdraw.isPending}
        error={withdraw.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => withdraw.mutate()}
        onClose={() => withdraw.reset()}
      />
    </>
  )
}
