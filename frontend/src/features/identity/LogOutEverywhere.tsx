import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { client } from '@/api/client'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { sessions } from '@/texts/en/sessions'

/** Also this device, so it asks once. */
export function LogOutEverywhere({ onDone }: { onDone: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const end = useMutation({
    mutationFn: () => client.DELETE('/api/v1/users/me/sessions'),
    onSuccess: () => {
      dialog.current?.close()
      onDone()
    },
  })
  return (
    <>
      <Button onClick={() => dialog.current?.showModal()}>{sessions.everywhere}</Button>
      <ConfirmDialog
        ref={dialog}
        title={sessions.everywhereTitle}
        body={sessions.everywhereBody}
        keep={sessions.everywhereKeep}
        confirm={end.isPending ? sessions.everywhereWorking : sessions.everywhere}
        busy={end.isPending}
        error={end.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => end.mutate()}
        onClose={() => end.reset()}
      />
    </>
  )
}
