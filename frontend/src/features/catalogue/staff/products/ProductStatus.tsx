import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { Link } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Product, ProductStatus as Status } from '@/api/types'
import { useFocusOnChange } from '@/shared/use-focus-on-change'
import { formatDay } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { SendingProblem } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { changeProduct } from './queries'
import { ways } from './ways'

interface ProductStatusProps {
  product: Product
  /** The version that the form builds on: a move is for that one, as a save is. */
  seen: Product
  onMoved: (product: Product) => void
  onStale: () => void
}

/** Who sees it, and what can be done about that. */
export function ProductStatus({ product, seen, onMoved, onStale }: ProductStatusProps) {
  const words = staffCatalogue.product.status
  const { status } = product
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useFocusOnChange<HTMLHeadingElement>(status)
  const move = useMutation({
    mutationFn: (to: Status) => changeProduct(seen, { status: to }),
    onSuccess: (moved) => {
      dialog.current?.close()
      onMoved(moved)
    },
    onError: (error) => {
      if (asProblem(error).code === 'precondition_failed') onStale()
    },
  })
  const archiving = move.variables === 'archived'
  return (
    <section>
      <h2 ref={heading} tabIndex={-1} className="flex items-center justify-between gap-4 font-bold">
        {words.heading}
        <Tag strong={status === 'published'}>{words.name[status]}</Tag>
      </h2>
      <p className="mt-1.5 text-sm text-ink-soft">
        {words.meaning[status]} {product.published_at != null && words.since(formatDay(product.published_at))}
      </p>
      {status !== 'draft' && (
        <p>
          <Link to={paths.product(product.slug)} className="inline-flex min-h-11 items-center text-sm link">
            {words.look}
          </Link>
        </p>
      )}
      <div role="alert" className="mt-3 empty:hidden">
        {move.error && !archiving && <SendingProblem level={3} problem={asProblem(move.error)} />}
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        {ways[status].map((to) => (
          <Button
            key={to}
            look={to === 'archived' ? 'danger' : to === 'published' ? 'strong' : 'quiet'}
            busy={move.isPending && move.variables === to}
            onClick={() => {
              if (to === 'archived') dialog.current?.showModal()
              else move.mutate(to)
            }}
          >
            {words.to[to]}
          </Button>
        ))}
      </div>
      <ConfirmDialog
        ref={dialog}
        title={words.archiveTitle(product.name)}
        body={words.archiveBody}
        keep={editing.keep}
        confirm={move.isPending ? editing.saving : words.to.archived}
        busy={move.isPending}
        error={archiving ? move.error : null}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => move.mutate('archived')}
        onClose={() => {
          if (move.isError) move.reset()
        }}
      />
    </section>
  )
}
