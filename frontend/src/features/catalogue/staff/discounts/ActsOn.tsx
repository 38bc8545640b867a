import { useQuery } from '@tanstack/react-query'
import type { Discount } from '@/api/types'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { staffProductQuery } from '../products/queries'
import { useTaxonNames } from './use-taxon-names'

/** On what a discount acts, in words. */
export function ActsOn({ discount: { product_id, taxon_id } }: { discount: Pick<Discount, 'product_id' | 'taxon_id'> }) {
  const words = staffCatalogue.discounts
  const names = useTaxonNames()
  if (product_id != null) return <ProductName id={product_id} />
  if (taxon_id == null) return words.everything
  const taxon = names.get(taxon_id)
  return taxon ? words.target[taxon.kind](taxon.name) : words.unknown
}

function ProductName({ id }: { id: string }) {
  const { data } = useQuery({ ...staffProductQuery(id), staleTime: 60_000 })
  return data?.name ?? staffCatalogue.discounts.unknown
}
