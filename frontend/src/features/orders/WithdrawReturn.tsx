import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answered, client } from '@/api/client'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { returns as words } from '@/texts/en/returns'
import { learnOrder } from './queries'

/** Asks once, and names what stays. */
export function WithdrawReturn({ id, what }: { id: string; what: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const withdraw = useMutation({
    mutationFn: async () => answered(await client.POST('/api/v1/returns/{id}/withdraw', { params: { path: { id } } })),
    onSuccess: (order) => {
      dialog.current?.close()
      learnOrder(queries, order)
    },
  })
  return (
    <>
      <Button className="mt-3" onClick={() => dialog.current?.showModal()}>
        {words.withdraw}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={words.withdrawTitle}
        body={words.withdrawBody(what)}
        keep={words.withdrawKeep}
        confirm={withdraw.isPending ? words.withdrawing : words.withdraw}
        danger={false}
        busy={withdraw.isPending}
        error={withdraw.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => withdraw.mutate()}
        onClose={() => withdraw.reset()}
      />
    </>
  )
}
