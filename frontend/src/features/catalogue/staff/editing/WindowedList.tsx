import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useServerNow } from '@/shared/server-clock'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { PagedList } from '@/shared/ui/PagedList'
import { editing } from '@/texts/en/staff-editing'
import { useOpened } from './ListPage'
import { RowList } from './RowList'
import { type Windowed, stateOf, type WindowState, windowStates } from './window'

interface WindowedListProps<R extends Windowed> {
  label: string
  query: UseInfiniteQueryResult<InfiniteData<{ items: R[] }>>
  /** Each state in the words of the list. */
  names: Readonly<Record<WindowState, string>>
  none: string
  row: (record: R, state: WindowState) => ReactNode
}

/** What is in force for a while, by where it stands now: those of one state, or all that are not archived. */
export function WindowedList<R extends Windowed>({ label, query, names, none, row }: WindowedListProps<R>) {
  const { search, at } = useOpened()
  // What comes into force meanwhile moves over by itself.
  const now = useServerNow(10_000)
  const wanted = windowStates.find((one) => one === search.get('state')) ?? null
  const isShown = (state: WindowState) => (wanted === null ? state !== 'archived' : state === wanted)
  return (
    <>
      <FilterLinks
        label={editing.byState}
        options={[
          { to: at(null, { state: null }), name: editing.all, current: wanted === null },
          ...windowStates.map((state) => ({ to: at(null, { state }), name: names[state], current: state === wanted })),
        ]}
      />
      <PagedList query={query} empty={<p className="mt-6 text-lg font-semibold">{none}</p>}>
        {(records) => {
          const shown = records.map((record) => ({ record, state: stateOf(record, now) })).filter(({ state }) => isShown(state))
          if (shown.length === 0) return <p className="mt-6 text-lg font-semibold">{wanted === null ? none : editing.noneSuch}</p>
          return <RowList label={label}>{shown.map(({ record, state }) => row(record, state))}</RowList>
        }}
      </PagedList>
    </>
  )
}
