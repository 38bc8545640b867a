import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type SubmitEvent, useId, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Suggestion } from '@/api/types'
import { paths } from '@/shared/paths'
import { Icon } from '@/shared/ui/Icon'
import { Picture } from '@/shared/ui/Picture'
import { useDebounced } from '@/shared/use-debounced'
import { texts } from '@/texts/en'
import { changed, filtersOf, noFilters, searchOf } from './filters'
import { suggestionsQuery } from './queries'

const longest = 200

/** Where a suggestion leads: a product to its page, everything else to the list that it narrows. */
function suggested({ kind, slug }: Suggestion): string {
  return kind === 'product' ? paths.product(slug) : paths.products(searchOf(changed(noFilters, { [kind]: [slug] })))
}

/** The search of the shop, a combobox: arrows walk through what is suggested, Enter opens it or searches for the words. */
export function SearchBox() {
  const { pathname, search } = useLocation()
  const searched = pathname === paths.products() ? filtersOf(new URLSearchParams(search)).q : ''
  // Another search begins the field anew with its words.
  return <Box key={searched} searched={searched} />
}

function Box({ searched }: { searched: string }) {
  const id = useId()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(searched)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const q = useDebounced(text.trim(), 120)
  const { data } = useQuery({ ...suggestionsQuery(q), enabled: open && q.length >= 2 })
  const items = open && text.trim().length >= 2 ? (data ?? []) : []
  const expanded = items.length > 0

  function close() {
    setOpen(false)
    setActive(-1)
  }

  function go(to: string) {
    close()
    input.current?.blur()
    void navigate(to)
  }

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const chosen = items[active]
    if (chosen) setText(chosen.kind === 'product' ? '' : text)
    go(chosen ? suggested(chosen) : paths.products(searchOf(changed(noFilters, { q: text.trim().slice(0, longest) }))))
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setOpen(true)
      // The field itself is one of the stops, so that one can get back to one's own words.
      if (expanded) setActive(((active + 1 + step + items.length + 1) % (items.length + 1)) - 1)
    } else if (event.key === 'Escape' && expanded) {
      // The first Escape only takes the list away, the browser's own clears the field.
      event.preventDefault()
      close()
    }
  }

  return (
    <form role="search" action={paths.products()} className="relative w-full" onSubmit={submit}>
      <label htmlFor={`${id}-q`} className="sr-only">
        {texts.search.label}
      </label>
      <span className="pointer-events-none absolute inset-y-0 left-3.5 flex items-center text-ink-soft">
        <Icon name="search" />
      </span>
      <input
        ref={input}
        id={`${id}-q`}
        name="q"
        type="search"
        role="combobox"
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 && expanded ? `${id}-${active}` : undefined}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={longest}
        placeholder={texts.search.placeholder}
        className="block h-11 w-full rounded-control border border-line-strong bg-surface pr-3 pl-11 text-base text-ink placeholder:text-ink-soft hover:border-ink"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(-1)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={texts.search.suggestions}
        hidden={!expanded}
        className="absolute inset-x-0 top-full z-20 mt-1.5 max-h-[70svh] overflow-y-auto rounded-control border border-line-strong bg-surface py-1.5 shadow-(--lifted)"
      >
        {items.map((item, index) => (
          <Option key={`${item.kind} ${item.slug}`} id={`${id}-${index}`} item={item} active={index === active} onChoose={() => go(suggested(item))} />
        ))}
      </div>
      <p role="status" className="sr-only">
        {expanded && texts.search.suggested(items.length)}
      </p>
    </form>
  )
}

interface OptionProps {
  id: string
  item: Suggestion
  active: boolean
  onChoose: () => void
}

function Option({ id, item, active, onChoose }: OptionProps) {
  return (
    // The keyboard is the field's: an option is never focused, as the combobox pattern has it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      className="flex min-h-12 cursor-pointer items-center gap-3 px-3.5 py-1.5 hover:bg-sunken aria-selected:bg-sunken"
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {item.kind === 'product' ? (
        <Picture image={item.image} product={item.name} decorative sizes="3rem" className="h-9 w-12 shrink-0 rounded-plate" />
      ) : (
        <span className="flex h-9 w-12 shrink-0 items-center justify-center text-ink-soft">
          <Icon name="search" size={18} />
        </span>
      )}
      <span className="min-w-0 flex-1 truncate font-medium">{item.name}</span>
      <span className="shrink-0 text-sm text-ink-soft">{texts.search.kind[item.kind]}</span>
    </div>
  )
}
