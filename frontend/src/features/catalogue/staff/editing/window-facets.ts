import { formatMoment } from '@/shared/format'
import { editing } from '@/texts/en/staff-editing'
import type { Facet } from './versions'
import { momentOf, type WindowValues } from './window'

const shown = (typed: string) => {
  const moment = momentOf(typed)
  return moment === '' ? editing.nothing : formatMoment(moment)
}

export function windowFacets<V extends WindowValues>(): Facet<V>[] {
  return [
    { name: 'starts_at', label: editing.window.starts_at, show: ({ starts_at }) => shown(starts_at) },
    { name: 'ends_at', label: editing.window.ends_at, show: ({ ends_at }) => shown(ends_at) },
  ]
}
