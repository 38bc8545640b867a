import { useEffect, useState } from 'react'
import { asProblem } from '@/api/problem'
import { useForm } from '@/shared/use-form'
import { keepDraft, readDraft } from './draft'
import { applied, type Change, inputsOf } from './inputs'
import { changedFields, same } from './versions'

/** Whatever the staff edit says which of its versions it is. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

interface EditOptions<R extends Versioned, V extends object, F extends string> {
  /** Which record, for what is kept of it in this tab. */
  name: string
  /** As the shop told it last. */
  record: R
  valuesOf: (record: R) => V
  fields: readonly F[]
  check: (values: V) => Partial<Record<F, string | undefined>>
  /** Sends what was changed, for the version that was seen. */
  save: (seen: R, changed: Partial<V>, signal: AbortSignal) => Promise<R>
  /** Looks up the newest version, which comes back as `record`. */
  reload: () => Promise<unknown>
  onSaved: (record: R) => void
}

/** What the form has to say beside its errors. */
export type Note = 'saved' | 'nothing' | 'merged' | 'restored' | 'refused' | null

interface Draft<R, V> {
  /** The version that the form was filled with. */
  readonly base: R
  readonly values: V
}

/**
 * A record in a form. The form keeps what was typed, whatever becomes of the record meanwhile; when somebody else was
 * faster, `theirs` is their version, until one has decided between both.
 */
export function useEdit<R extends Versioned, V extends object, F extends string>(options: EditOptions<R, V, F>) {
  const { name, record, valuesOf, fields, check, save, reload, onSaved } = options
  const fresh = (): Draft<R, V> => ({ base: record, values: valuesOf(record) })
  const [restored] = useState(() => readDraft(name) as Draft<R, V> | null)
  const [draft, setDraft] = useState(() => restored ?? fresh())
  const [note, setNote] = useState<Note>(restored ? 'restored' : null)
  const [refusals, setRefusals] = useState(0)
  const [decisions, setDecisions] = useState(0)
  const { base, values } = draft
  const dirty = !same(values, valuesOf(base))
  const behind = record.version > base.version

  // Who has typed nothing sees the newest version at once.
  if (behind && !dirty) setDraft(fresh())
  useEffect(() => keepDraft(name, dirty ? { base, values } : null), [name, base, values, dirty])

  const sending = useForm({
    fields,
    check: () => check(values),
    send: async (_, signal) => {
      setNote(null)
      const changed = changedFields(valuesOf(base), values)
      if (Object.keys(changed).length === 0) {
        setNote('nothing')
        return
      }
      try {
        const saved = await save(base, changed, signal)
        keepDraft(name, null)
        setDraft({ base: saved, values: valuesOf(saved) })
        setNote('saved')
        onSaved(saved)
      } catch (error) {
        if (asProblem(error).code !== 'precondition_failed') throw error
        await reload()
        setNote('refused')
        setRefusals((count) => count + 1)
      }
    },
  })

  return {
    ...sending,
    base,
    values,
    dirty,
    note,
    /** How often a save was refused because somebody else was faster, and how often one has decided about that. */
    refusals,
    decisions,
    theirs: behind && dirty ? record : null,
    input: inputsOf(values, change),
    set: change,
    decide(decided: V) {
      setDraft({ base: record, values: decided })
      setNote('merged')
      setDecisions((count) => count + 1)
    },
    discard() {
      setDraft(fresh())
      setNote(null)
    },
    /** The record moved on at one's own wish, outside of the form: what was typed stays. */
    follow(moved: R) {
      setDraft({ base: moved, values: dirty ? values : valuesOf(moved) })
    },
  }

  function change(changed: Change<V>) {
    setNote(null)
    setDraft((before) => ({ ...before, values: applied(before.values, changed) }))
  }
}

interface CreateOptions<V extends object, F extends string> {
  name: string
  start: V
  fields: readonly F[]
  check: (values: V) => Partial<Record<F, string | undefined>>
  create: (values: V, signal: AbortSignal) => Promise<void>
}

/** A form for something new; what was typed is kept in this tab until it is made. */
export function useCreate<V extends object, F extends string>({ name, start, fields, check, create }: CreateOptions<V, F>) {
  const [first] = useState(start)
  const [restored] = useState(() => readDraft(name) as Partial<V> | null)
  const [values, setValues] = useState(() => ({ ...first, ...restored }))
  const dirty = !same(values, first)
  useEffect(() => keepDraft(name, dirty ? values : null), [name, values, dirty])
  const sending = useForm({
    fields,
    check: () => check(values),
    send: async (_, signal) => {
      await create(values, signal)
      setValues(first)
      keepDraft(name, null)
    },
  })
  const change = (changed: Change<V>) => setValues((before) => applied(before, changed))
  return { ...sending, values, dirty, restored: restored !== null && dirty, input: inputsOf(values, change), set: change, discard: () => setValues(first) }
}
