import { type RefObject, useEffect, useRef } from 'react'

/** Moves the focus to what replaced the thing that had it, so that a keyboard keeps its place. Not on the first view. */
export function useFocusOnChange<E extends HTMLElement>(value: unknown): RefObject<E | null> {
  const target = useRef<E>(null)
  const last = useRef(value)
  useEffect(() => {
    if (last.current === value) return
    last.current = value
    target.current?.focus()
  }, [value])
  return target
}
