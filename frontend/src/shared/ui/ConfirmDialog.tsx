import { type ReactNode, type RefObject, useId } from 'react'
import { Button } from './Button'
import { ProblemNotice } from './Notice'

interface ConfirmDialogProps {
  dialog: RefObject<HTMLDialogElement | null>
  title: ReactNode
  body: string
  confirm: ReactNode
  keep: string
  /** What is confirmed takes something away for good. */
  danger?: boolean
  busy: boolean
  error: Error | null
  onConfirm: () => void
  onClose: () => void
}

/** Asks once before something that others feel. The safe way out comes first, and has the focus. */
export function ConfirmDialog({ dialog, title, body, confirm, keep, danger = false, busy, error, onConfirm, onClose }: ConfirmDialogProps) {
  const id = useId()
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      className="m-auto w-[min(28rem,calc(100vw-2rem))] border border-line-strong bg-surface p-6 text-ink"
      onClose={onClose}
    >
      <h2 id={`${id}-title`} className="text-xl font-bold tracking-tight">
        {title}
      </h2>
      <p id={`${id}-body`} className="mt-2 text-ink-soft">
        {body}
      </p>
      <div role="alert" className="mt-4 empty:hidden">
        {error && <ProblemNotice level={3} error={error} />}
      </div>
      <div className="mt-6 flex flex-col gap-3">
        <Button look="strong" onClick={() => dialog.current?.close()}>
          {keep}
        </Button>
        <Button className={danger ? 'border-danger text-danger hover:border-danger' : ''} busy={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  )
}
