import type { ReactNode } from 'react'
import { Button } from '@/shared/ui/Button'

interface FormActionsProps {
  submit: ReactNode
  sending: boolean
  cancel: string
  onCancel: () => void
}

/** The two ways out of an unfolded form. */
export function FormActions({ submit, sending, cancel, onCancel }: FormActionsProps) {
  return (
    <div className="flex flex-wrap gap-4 max-sm:flex-col">
      <Button type="submit" look="strong" busy={sending}>
        {submit}
      </Button>
      <Button onClick={onCancel}>{cancel}</Button>
    </div>
  )
}
