import type { ReactNode } from 'react'
import { Button } from '@/shared/ui/Button'
import { Form } from '@/shared/ui/Form'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { editing } from '@/texts/en/staff-editing'
import { TwoVersions } from './TwoVersions'
import type { useEdit, Versioned } from './use-edit'
import type { Facet } from './versions'

type Edit<R extends Versioned, V extends object> = Pick<ReturnType<typeof useEdit<R, V, string>>, 'form' | 'problem' | 'sending' | 'submit' | 'base' | 'values' | 'dirty' | 'note' | 'refusals' | 'decisions' | 'theirs' | 'decide' | 'discard'>

interface EditFormProps<R extends Versioned, V extends object> {
  /** Names the fields for whoever comes by the headings. */
  title: string
  /** 2 on a page of its own, 3 where it is one of several things about what is open beside a list. */
  level?: 2 | 3
  edit: Edit<R, V>
  valuesOf: (record: R) => V
  facets: readonly Facet<V>[]
  children: ReactNode
}

/** The form of `useEdit`: what it says about saving, and both versions when there are two. */
export function EditForm<R extends Versioned, V extends object>({ title, level = 3, edit, valuesOf, facets, children }: EditFormProps<R, V>) {
  const { theirs, note } = edit
  const Heading = level === 2 ? 'h2' : 'h3'
  // The question between two versions had the focus, and is gone once it is answered.
  const heading = useFocusOnChange<HTMLHeadingElement>(edit.decisions)
  return (
    <section className="@container min-w-0">
      <Heading ref={heading} tabIndex={-1} className={level === 2 ? 'text-xl font-bold tracking-tight' : 'font-bold'}>
        {title}
      </Heading>
      <p role="status" className={`mt-2 empty:hidden ${note === 'saved' ? 'font-medium text-positive' : 'text-ink-soft'}`}>
        {note !== null && note !== 'refused' && editing.note[note]}
      </p>
      <div className="mt-4">
        {theirs && (
          <TwoVersions
            key={theirs.version}
            facets={facets}
            base={valuesOf(edit.base)}
            theirs={valuesOf(theirs)}
            mine={edit.values}
            refusals={edit.refusals}
            refused={note === 'refused'}
            onDecided={edit.decide}
          />
        )}
        <Form
          form={edit.form}
          problem={edit.problem}
          onSubmit={() => {
            if (!theirs) void edit.submit()
          }}
        >
          {children}
          {/* While something is not saved it stays in sight. */}
          <div className={`-mx-1 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-page px-1 py-3 ${edit.dirty ? 'sticky bottom-0' : ''}`}>
            <Button type="submit" look="strong" busy={edit.sending} unavailable={theirs !== null}>
              {edit.sending ? editing.saving : editing.save}
            </Button>
            {edit.dirty && (
              <Button look="plain" onClick={edit.discard}>
                {editing.discard}
              </Button>
            )}
            {edit.dirty && <span className="text-sm text-ink-soft">{theirs ? editing.decideFirst : editing.unsaved}</span>}
          </div>
        </Form>
      </div>
    </section>
  )
}
