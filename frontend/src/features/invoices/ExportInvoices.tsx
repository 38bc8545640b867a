import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { saveDocument } from '@/shared/open-document'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { staffInvoices as words } from '@/texts/en/staff-invoices'
import { type InvoiceFilters, periodOf } from './invoice-filters'
import { invoicesFile } from './queries'

/** The file for the accountant: whatever else narrows the list, it has everything of its days. */
export function ExportInvoices({ filters }: { filters: InvoiceFilters }) {
  const id = useId()
  const period = periodOf(filters)
  const save = useMutation({
    mutationFn: (days: { from: string; to: string }) => saveDocument(() => invoicesFile(days), words.file.name(filters.from, filters.to)),
  })
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button look="chip" aria-describedby={id} busy={save.isPending} unavailable={period === null} onClick={() => period && save.mutate(period)}>
        {save.isPending ? words.file.saving : words.file.save}
      </Button>
      <p id={id} className="max-w-(--measure) text-sm text-ink-soft">
        {period === null ? words.file.choose : words.file.note}
      </p>
      <div role="alert" className="w-full max-w-2xl empty:hidden">
        {save.error && <ProblemNotice error={save.error} level={2} />}
      </div>
    </div>
  )
}
