import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answered, staffClient } from '@/api/client'
import { formatMoney } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Picture } from '@/shared/ui/Picture'
import { useDebounced } from '@/shared/use-debounced'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { staffProductQuery } from '../products/queries'

interface ProductPickerProps {
  /** The product's id; empty for none. */
  value: string
  error?: string | undefined
  onChoose: (id: string) => void
}

/** One product of the shop, found by its words. */
export function ProductPicker({ value, error, onChoose }: ProductPickerProps) {
  const words = staffCatalogue.discounts
  if (value === '') return <Finder error={error} onChoose={onChoose} />
  return (
    <div>
      <p className="mb-1.5 font-semibold">{words.product}</p>
      <Chosen id={value} onOther={() => onChoose('')} />
      {error !== undefined && <p className="mt-1.5 text-sm font-medium text-danger">{error}</p>}
    </div>
  )
}

function Chosen({ id, onOther }: { id: string; onOther: () => void }) {
  const words = staffCatalogue.discounts
  const { data: product } = useQuery(staffProductQuery(id))
  return (
    <div className="flex items-center gap-3 rounded-control border border-line-strong bg-surface p-2.5">
      <Picture image={product?.images[0]} product={product?.name ?? ''} decorative sizes="4rem" className="h-10 w-13 shrink-0 rounded-plate" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium [overflow-wrap:anywhere]">{product?.name ?? words.looking}</span>
        {product && <span className="figures block text-sm text-ink-soft">{formatMoney(product.list_price ?? product.price)}</span>}
      </span>
      <Button look="chip" onClick={onOther}>
        {words.otherProduct}
      </Button>
    </div>
  )
}

function Finder({ error, onChoose }: Omit<ProductPickerProps, 'value'>) {
  const words = staffCatalogue.discounts
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed.trim().slice(0, 200), 250)
  const { data: found } = useQuery({
    queryKey: ['staff', 'products', 'finder', q],
    queryFn: async ({ signal }) => answered(await staffClient.GET('/api/v1/products', { params: { query: { q, limit: 6 } }, signal })).items,
    enabled: q !== '',
  })
  return (
    <div>
      <Field label={words.product} name="product_id" type="search" autoComplete="off" value={typed} hint={words.productHint} error={error} onChange={(event) => setTyped(event.target.value)} />
      <p role="status" className="mt-2 text-sm text-ink-soft empty:hidden">
        {q !== '' && found && words.found(found.length)}
      </p>
      {q !== '' && found && found.length > 0 && (
        <ul aria-label={words.foundLabel} className="mt-1 border-t border-line">
          {found.map((product) => (
            <li key={product.id} className="border-b border-line">
              <button type="button" className="flex min-h-11 w-full items-center gap-3 px-1 py-1.5 text-left hover:bg-sunken" onClick={() => onChoose(product.id)}>
                <Picture image={product.images[0]} product={product.name} decorative sizes="3rem" className="h-8 w-11 shrink-0 rounded-plate" />
                <span className="min-w-0 flex-1 text-sm font-medium">{product.name}</span>
                <span className="figures text-sm text-ink-soft">{formatMoney(product.price)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
