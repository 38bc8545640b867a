import type { ReactNode } from 'react'
import { Button } from '@/shared/ui/Button'
import { Form } from '@/shared/ui/Form'
import { editing } from '@/texts/en/staff-editing'
import type { useCreate } from './use-edit'

type Create = Pick<ReturnType<typeof useCreate<object, string>>, 'form' | 'problem' | 'sending' | 'submit' | 'dirty' | 'restored' | 'discard'>

/** The form of `useCreate`. */
export function CreateForm({ create, submit, children }: { create: Create; submit: string; children: ReactNode }) {
  return (
    <div className="@container min-w-0">
      <p role="status" className="mb-4 text-ink-soft empty:hidden">
        {create.restored && editing.note.restored}
      </p>
      <Form form={create.form} problem={create.problem} onSubmit={() => void create.submit()}>
        {children}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3">
          <Button type="submit" look="strong" busy={create.sending}>
            {create.sending ? editing.making : submit}
          </Button>
          {create.dirty && (
            <Button look="plain" onClick={create.discard}>
              {editing.startOver}
            </Button>
          )}
        </div>
      </Form>
    </div>
  )
}
