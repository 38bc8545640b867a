import { useQuery } from '@tanstack/react-query'
import { Select } from '@/shared/ui/Field'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { taxaQuery } from './queries'
import { parentsFor, treeOf, wayTo } from './tree'

interface ParentSelectProps {
  /** The category that is to be moved; null for one that is new. */
  id: string | null
  value: string
  error?: string | undefined
  onChoose: (parent: string) => void
}

/** The category above a category. */
export function ParentSelect({ id, value, error, onChoose }: ParentSelectProps) {
  const words = staffCatalogue.taxa
  const { data = [] } = useQuery(taxaQuery('category'))
  const possible = parentsFor(treeOf(data), id)
  return (
    <Select label={words.parent} name="parent_id" value={value} hint={words.parentHint} error={error} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{words.top}</option>
      {value !== '' && !possible.some(({ taxon }) => taxon.id === value) && <option value={value}>{words.parentArchived}</option>}
      {possible.map((placed) => (
        <option key={placed.taxon.id} value={placed.taxon.id}>
          {wayTo(placed)}
        </option>
      ))}
    </Select>
  )
}
