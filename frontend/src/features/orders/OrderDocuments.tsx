import { useMutation, useQuery } from '@tanstack/react-query'
import type { Order } from '@/api/types'
import { openInvoice } from '@/features/invoices/open-invoice'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { order as words } from '@/texts/en/orders'
import { wasPaid } from './order-state'
import { creditNotesQuery } from './queries'

/** The invoice of an order that was paid, and the credit notes of what went back. */
export function OrderDocuments({ order }: { order: Order }) {
  const { data: notes } = useQuery(creditNotesQuery(order))
  const open = useMutation({ mutationFn: (number: string | null) => openInvoice(order, number) })
  const opening = (number: string | null) => open.isPending && open.variables === number
  if (!wasPaid(order)) return null

  return (
    <section aria-label={words.documents} className="flex flex-col gap-4">
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        <li>
          <Button look="plain" busy={opening(null)} onClick={() => open.mutate(null)}>
            {words.invoice}
          </Button>
        </li>
        {notes?.items.map(({ number, void: isVoid }) => (
          <li key={number}>
            <Button look="plain" busy={opening(number)} onClick={() => open.mutate(number)}>
              {isVoid ? words.voidCreditNote(number) : words.creditNote(number)}
            </Button>
          </li>
        ))}
      </ul>
      {open.error && <ProblemNotice error={open.error} level={3} />}
    </section>
  )
}
