import { useEffect, useId, useRef, useState } from 'react'
import { lists } from '@/texts/en/lists'
import { Icon } from './Icon'

interface ListSearchProps {
  label: string
  /** What is searched for now, as the address has it. */
  value: string
  /** After a pause in typing, or at once with Enter. */
  onSearch: (words: string) => void
  /** What is wrong with what was typed. */
  error?: string | undefined
  /** Wait for Enter: for what is only found by all of it, like an order's number. */
  whole?: boolean
}

const pause = 350

/** The search of a list of the back office. `/` brings the focus here from anywhere, and the arrow down leads to the rows. */
export function ListSearch({ label, value, onSearch, error, whole = false }: ListSearchProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState({ text: value, sent: value, value })
  // The address has changed: by what was sent from here, or by the way back.
  if (value !== state.value) setState({ text: value === state.sent ? state.text : value, sent: value, value })
  const wanted = state.text.trim()

  useEffect(() => {
    if (whole || wanted === value) return
    const timer = setTimeout(() => send(wanted), pause)
    return () => clearTimeout(timer)
  })

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])

  function send(words: string) {
    setState((now) => ({ ...now, sent: words }))
    onSearch(words)
  }

  return (
    <form
      role="search"
      className="min-w-0 flex-1 basis-64"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== value) send(wanted)
      }}
    >
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <div className="relative">
        <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-soft">
          <Icon name="search" size={18} />
        </span>
        <input
          ref={input}
          id={id}
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          value={state.text}
          aria-keyshortcuts="/"
          aria-invalid={error !== undefined || undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          className="peer block min-h-11 w-full rounded-control border border-line-strong bg-surface pr-10 pl-10 hover:border-ink aria-invalid:border-2 aria-invalid:border-danger lg:min-h-10 lg:text-sm"
          onChange={(event) => {
            const text = event.target.value
            setState((now) => ({ ...now, text }))
            // Emptied with its own cross or by hand: nobody presses Enter for that.
            if (whole && text === '' && value !== '') send('')
          }}
        />
        {state.text === '' && (
          <kbd
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 right-3 my-auto grid size-5.5 place-items-center rounded-plate border border-line font-mono text-xs text-ink-soft peer-focus:hidden max-lg:hidden"
          >
            {lists.searchKey}
          </kbd>
        )}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </form>
  )
}

/** Whether a key belongs to what has the focus, or to a dialog over the page. */
function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
