import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type ApiProblem, asProblem } from '@/api/problem'
import type { Product, ProductStatus } from '@/api/types'
import { explain } from '@/shared/explain'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { Icon } from '@/shared/ui/Icon'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { changeProduct, staffProductQuery } from './queries'
import { ways } from './ways'

interface BulkStatusProps {
  /** All in the same state. */
  chosen: readonly Product[]
  /** Those that could not be moved stay chosen. */
  onMoved: (left: readonly Product[]) => void
  onClear: () => void
}

interface Refusal {
  readonly product: Product
  readonly problem: ApiProblem
}

/** Moves several products at once, after it has said which and what that means. Each is moved for the version that was seen. */
export function BulkStatus({ chosen, onMoved, onClear }: BulkStatusProps) {
  const words = staffCatalogue.products.bulk
  const queries = useQueryClient()
  const [first] = chosen
  const dialog = useRef<HTMLDialogElement>(null)
  const [to, setTo] = useState<ProductStatus>('archived')
  const [done, setDone] = useState(0)
  const [result, setResult] = useState<{ to: ProductStatus; moved: number; refusals: readonly Refusal[] } | null>(null)

  const move = useMutation({
    mutationFn: async () => {
      const refusals: Refusal[] = []
      setDone(0)
      for (const product of chosen) {
        try {
          const moved = await changeProduct(product, { status: to })
          queries.setQueryData(staffProductQuery(moved.slug).queryKey, moved)
        } catch (error) {
          refusals.push({ product, problem: asProblem(error) })
        }
        setDone((count) => count + 1)
      }
      return refusals
    },
    onSuccess: (refusals) => {
      dialog.current?.close()
      setResult({ to, moved: chosen.length - refusals.length, refusals })
      onMoved(refusals.map(({ product }) => product))
      for (const queryKey of [['staff', 'products'], ['products']]) void queries.invalidateQueries({ queryKey })
    },
  })

  return (
    <>
      <p role="status" className="mt-3 font-medium text-positive empty:hidden">
        {result !== null && result.moved > 0 && words.moved[result.to](result.moved)}
      </p>
      <div role="alert" className="mt-3 max-w-3xl empty:hidden">
        {result !== null && result.refusals.length > 0 && (
          <ul className="border-l-4 border-danger bg-surface px-4 py-3 text-sm">
            {result.refusals.map(({ product, problem }) => (
              <li key={product.id} className="flex items-start gap-2">
                <span className="text-danger">
                  <Icon name="alert" size={18} />
                </span>
                {words.refused(product.name, explain(problem).title)}
              </li>
            ))}
          </ul>
        )}
      </div>
      {first && (
        <section aria-label={words.label} className="sticky bottom-0 z-2 mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-line-strong bg-page py-3">
          <p className="figures font-semibold">{words.chosen(chosen.length)}</p>
          <div className="flex flex-wrap gap-2">
            {ways[first.status].map((way) => (
              <Button
                key={way}
                look={way === 'archived' ? 'danger' : 'quiet'}
                onClick={() => {
                  setTo(way)
                  setResult(null)
                  dialog.current?.showModal()
                }}
              >
                {words.to[way]}
              </Button>
            ))}
          </div>
          <Button look="plain" onClick={onClear}>
            {words.clear}
          </Button>
        </section>
      )}
      <ConfirmDialog
        ref={dialog}
        title={words.title[to](chosen.length)}
        body={words.which(namesOf(chosen), words.body[to])}
        keep={editing.keep}
        confirm={move.isPending ? words.working(done, chosen.length) : words.to[to]}
        danger={to === 'archived'}
        busy={move.isPending}
        error={null}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => move.mutate()}
        onClose={() => undefined}
      />
    </>
  )
}

const mostNamed = 6

/** All of them by name, or the first and how many more. */
function namesOf(products: readonly Product[]): string {
  const named = products.slice(0, products.length > mostNamed ? mostNamed - 1 : mostNamed).map(({ name }) => name)
  const rest = products.length - named.length
  return new Intl.ListFormat('en').format(rest > 0 ? [...named, staffCatalogue.products.bulk.others(rest)] : named)
}
