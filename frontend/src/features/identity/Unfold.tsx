import { type ReactNode, useState } from 'react'
import { Button } from '@/shared/ui/Button'
import { useFocusOnChange } from '@/shared/use-focus-on-change'

interface UnfoldProps {
  label: string
  /** Whether it can be opened; why not is said elsewhere. */
  unavailable?: boolean
  onOpen?: () => void
  children: (close: () => void) => ReactNode
}

/** A form behind a button. Opened, its first field has the focus; closed, the button has it again. */
export function Unfold({ label, unavailable = false, onOpen, children }: UnfoldProps) {
  const [open, setOpen] = useState(false)
  const button = useFocusOnChange<HTMLButtonElement>(open)
  if (open) return <div ref={focusFirstField}>{children(() => setOpen(false))}</div>
  return (
    <Button
      ref={button}
      unavailable={unavailable}
      onClick={() => {
        setOpen(true)
        onOpen?.()
      }}
    >
      {label}
    </Button>
  )
}

/** A ref for the element around a form that has just been opened. */
export function focusFirstField(around: HTMLElement | null): void {
  around?.querySelector<HTMLElement>('input:not([hidden]), select')?.focus()
}
