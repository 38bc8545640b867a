import type { InvoiceKind } from '@/api/types'

/** The shop's books on paper, as the staff look through them. */
export const staffInvoices = {
  title: 'Invoices',
  lead: 'Invoices and credit notes, the newest first. Pressing one opens it as a page to print.',
  search: 'Number of an invoice or credit note',
  searchOdd: 'Enter a whole number, like 2026-000123 or CN-2026-000012.',
  from: 'Issued from',
  to: 'to',
  filter: 'Kind of document',
  kinds: { '': 'All', invoice: 'Invoices', credit_note: 'Credit notes' },
  kind: { invoice: 'Invoice', credit_note: 'Credit note' } satisfies Record<InvoiceKind, string>,
  void: 'Void credit note',
  period: 'Time',
  anyTime: 'Any time',
  thisMonth: 'This month',
  lastMonth: 'Last month',
  column: { number: 'Number', kind: 'Kind', issued: 'Issued', order: 'Order', buyer: 'Customer', total: 'Total' },
  more: 'Show older ones',
  empty: 'Nothing was issued yet',
  emptyBody: 'The first paid order brings the first invoice.',
  emptyFiltered: 'None is like that',
  emptyFilteredBody: 'Take a filter away, or look for another number.',
  clear: 'Show all of them',
  file: {
    save: 'Save as CSV',
    saving: 'Making the file',
    note: 'A row for each document of these days and each rate of value added tax. Other filters do not count.',
    choose: 'For the file of the accountant, choose a first and a last day.',
    name: (from: string, to: string) => `invoices-${from}-to-${to}.csv`,
  },
} as const
