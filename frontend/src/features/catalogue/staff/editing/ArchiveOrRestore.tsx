import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { asProblem } from '@/api/problem'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { SendingProblem } from '@/shared/ui/Notice'
import { editing } from '@/texts/en/staff-editing'

interface ArchiveWords {
  heading: string
  /** What its present state means. */
  used: string
  archived: string
  open: string
  title: string
  body: string
  confirm: string
  restore: string
}

interface ArchiveOrRestoreProps {
  words: ArchiveWords
  archived: boolean
  archive: (archived: boolean) => Promise<void>
  /** Somebody else was faster: what they did has to be seen first. */
  onStale: () => void
}

/** Takes something out of the shop, after it has been named, or puts it back. Nothing is ever deleted. */
export function ArchiveOrRestore({ words, archived, archive, onStale }: ArchiveOrRestoreProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const change = useMutation({
    mutationFn: archive,
    onSuccess: () => {
      dialog.current?.close()
      button.current?.focus()
    },
    onError: (error) => {
      if (asProblem(error).code === 'precondition_failed') onStale()
    },
  })
  return (
    <section className="mt-8 border-t border-line-strong pt-5">
      <h3 className="font-bold">{words.heading}</h3>
      <p className="mt-1 text-sm text-ink-soft">{archived ? words.archived : words.used}</p>
      <div role="alert" className="mt-3 empty:hidden">
        {archived && change.error && <SendingProblem level={3} problem={asProblem(change.error)} />}
      </div>
      <Button
        ref={button}
        className="mt-3"
        look={archived ? 'quiet' : 'danger'}
        busy={archived && change.isPending}
        onClick={() => {
          if (archived) change.mutate(false)
          else dialog.current?.showModal()
        }}
      >
        {archived ? words.restore : words.open}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={words.title}
        body={words.body}
        keep={editing.keep}
        confirm={change.isPending ? editing.saving : words.confirm}
        busy={change.isPending}
        error={archived ? null : change.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => change.mutate(true)}
        onClose={() => {
          if (change.isError) change.reset()
        }}
      />
    </section>
  )
}
