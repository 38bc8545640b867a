import { type RefObject, useEffect, useRef } from 'react'

/** For what has just been unfolded: its first field has the focus, once. */
export function useFirstFocus(): RefObject<HTMLDivElement | null> {
  const around = useRef<HTMLDivElement>(null)
  useEffect(() => {
    around.current?.querySelector<HTMLElement>('input:not([hidden]), select, textarea')?.focus()
  }, [])
  return around
}
