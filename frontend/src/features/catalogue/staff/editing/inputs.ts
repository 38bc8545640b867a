import type { ChangeEvent } from 'react'

/** The fields that are a text. */
export type TextField<V> = { [K in keyof V & string]: V[K] extends string ? K : never }[keyof V & string]

/** What becomes of some values; by a function where it depends on what they are by then. */
export type Change<V> = Partial<V> | ((values: V) => Partial<V>)

export function applied<V extends object>(values: V, change: Change<V>): V {
  return { ...values, ...(typeof change === 'function' ? change(values) : change) }
}

/** What ties a control to a text of the form. */
export interface Input {
  readonly name: string
  readonly value: string
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => void
}

export type Inputs<N extends string> = (name: N) => Input

/** Binds controls to the texts of a form's values. */
export function inputsOf<V extends object>(values: V, change: (changed: Partial<V>) => void): Inputs<TextField<V>> {
  return (name) => ({ name, value: values[name] as string, onChange: (event) => change({ [name]: event.target.value } as Partial<V>) })
}
