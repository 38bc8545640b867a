import { type ReactNode, type Ref, useId } from 'react'
import { Button } from './Button'
import { ProblemNotice } from './Notice'

interface ConfirmDialogProps {
  ref: Ref<HTMLDialogElement>
  title: ReactNode
  body: string
  /** The way back, first, and what a hasty Enter meets. */
  keep: string
  confirm: ReactNode
  /** Whether it takes something away for good, and looks it. */
  danger?: boolean
  busy: boolean
  error: unknown
  onKeep: () => void
  onConfirm: () => void
  onClose: () => void
}

/** Asks once before something that cannot be undone or that others feel at once. Opened by `showModal` of its ref. */
export function ConfirmDialog({ ref, title, body, keep, confirm, danger = true, busy, error, onKeep, onConfirm, onClose }: ConfirmDialogProps) {
  const id = useId()
  return (
    <dialog
      ref={ref}
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
        {error != null && <ProblemNotice level={3} error={error} />}
      </div>
      <div className="mt-6 flex flex-col gap-3">
        <Button look="strong" onClick={onKeep}>
          {keep}
        </Button>
        <Button look={danger ? 'danger' : 'quiet'} busy={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  )
}
