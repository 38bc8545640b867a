import { type RefObject, useEffect, useRef } from 'react'

const steps: Record<string, (place: number, last: number) => number> = {
  ArrowDown: (place, last) => Math.min(place + 1, last),
  ArrowUp: (place) => Math.max(place - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * Makes the rows of a list walkable by the arrow keys, Home and End; Enter opens a row, because what has the focus is its
 * link, marked with `data-row`. From the list's search the arrow down leads to the first row. Tab works as everywhere.
 */
export function useRowKeys<E extends HTMLElement>(): RefObject<E | null> {
  const list = useRef<E>(null)
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      const step = steps[event.key]
      const { target } = event
      if (!step || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || !list.current) return
      const rows = [...list.current.querySelectorAll<HTMLElement>('[data-row]')]
      const place = rows.indexOf(target)
      const fromSearch = event.key === 'ArrowDown' && target instanceof HTMLInputElement && target.type === 'search' && !target.closest('dialog')
      if (place < 0 && !fromSearch) return
      const next = rows[step(place, rows.length - 1)]
      if (!next) return
      event.preventDefault()
      next.focus()
    }
    document.addEventListener('keydown', walk)
    return () => document.removeEventListener('keydown', walk)
  }, [])
  return list
}
