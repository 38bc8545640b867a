import type { OrderStatus, PaymentStatus } from '@/api/types'
import { payment } from './payment'

const orderStatus: Record<OrderStatus, string> = {
  pending_payment: 'Waiting for payment',
  authorized: 'Payment under way',
  paid: 'Paid',
  packed: 'Packed',
  shipped: 'On its way',
  delivered: 'Delivered',
  expired: 'Expired',
  cancelled: 'Cancelled',
  returned: 'Returned',
}

const paymentStatus: Record<PaymentStatus, string> = {
  pending: 'Under way',
  authorized: 'Reserved, not charged yet',
  captured: 'Charged',
  declined: 'Declined, nothing charged',
  voided: 'Released, nothing charged',
  refund_pending: 'Refund on its way',
  refunded: 'Refunded',
}

/** The list of one’s orders. */
export const orders = {
  title: 'My orders',
  filter: 'Show',
  all: 'All',
  pending_payment: 'To pay',
  paid: 'Paid',
  emptyTitle: 'No orders yet',
  emptyBody: 'When you order something, it is listed here, on every device.',
  emptyFiltered: 'No order is in this state.',
  showAll: 'Show all orders',
  more: 'Show older orders',
  loadingMore: 'Loading older orders',
  orderStatus,
  logIn: 'Log in to see your orders',
  logInBody: 'Orders belong to an account, so that you find them on every device.',
} as const

/** An order’s own page. */
export const order = {
  title: (number: string) => `Order ${number}`,
  label: 'Order',
  number: 'order number',
  id: 'order id',
  placed: (moment: string) => `Placed ${moment}`,
  lines: 'What you ordered',
  product: 'Product',
  unitPrice: 'Each',
  lineTotal: 'Amount',
  total: 'Total',
  vat: 'Including value added tax',
  timeline: 'What happened',
  actor: { customer: 'by you', staff: 'by the shop', system: 'automatically' },
  payment: 'Payment',
  paymentStatus,
  provider: { test: 'Test provider', stripe: payment.byStripe } as Record<string, string>,
  toSale: 'Back to the sale',
  shipping: 'Shipping',
  shipTo: 'Goes to',
  discount: 'Discount',
  mailTo: (email: string) => `Mails go to ${email}`,
  products: 'Products',
  moreProducts: 'See all products',
  receipt: 'Your receipt, to check',
  documents: 'Documents of this order',
  invoice: 'Invoice',
  creditNote: (number: string) => `Credit note ${number}`,
  voidCreditNote: (number: string) => `Credit note ${number} (void)`,
} as const

export const cancel = {
  open: 'Cancel this order',
  title: 'Cancel order',
  body: (what: string) => `${what} goes back on sale for everybody. This cannot be undone.`,
  paidBody: (what: string) => `${what} goes back on sale for everybody, and what you paid goes back to you. This cannot be undone.`,
  confirm: 'Cancel',
  keep: 'Keep the order',
  working: 'Cancelling',
} as const
