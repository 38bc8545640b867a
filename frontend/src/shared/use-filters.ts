import { useSearchParams } from 'react-router'

type Filters<F extends string> = Readonly<Record<F, string>>

/**
 * The filters of a list, which live in the address, so that back, reload and a shared link show the same. An empty one is
 * not in it. A change is a step of its own in the history, unless it replaces the one before: what is typed letter by letter.
 */
export function useFilters<F extends string>(names: readonly F[]): [Filters<F>, (changes: Partial<Filters<F>>, how?: { replace?: boolean }) => void] {
  const [search, setSearch] = useSearchParams()
  const filters = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Filters<F>
  function change(changes: Partial<Filters<F>>, { replace = false } = {}) {
    const next = Object.entries<string>({ ...filters, ...changes }).filter(([, value]) => value !== '')
    setSearch(next, { replace, preventScrollReset: true })
  }
  return [filters, change]
}
