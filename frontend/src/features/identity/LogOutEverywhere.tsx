import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { client } from '@/api/client'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { texts } from '@/texts/en'

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
      <Button onClick={() => dialog.current?.showModal()}>{texts.sessions.everywhere}</Button>
      <ConfirmDialog
        ref={dialog}
        title={texts.sessions.everywhereTitle}
        body={texts.sessions.everywhereBody}
        keep={texts.sessions.everywhereKeep}
        confirm={end.isPending ? texts.sessions.everywhereWorking : texts.sessions.everywhere}
        busy={end.isPending}
        error={end.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => end.mutate()}
        onClose={() => end.reset()}
      />
    </>
  )
}
