/** Every address of the shop is built here, and nowhere by joining strings. */
export const paths = {
  home: () => '/',
  /** `search` as `searchOf` of the filters writes it. */
  products: (search = '') => (search === '' ? '/products' : `/products?${search}`),
  product: (slug: string) => `/products/${encodeURIComponent(slug)}`,
  cart: () => '/cart',
  checkout: (step?: string) => (step === undefined ? '/checkout' : `/checkout/${step}`),
  sales: () => '/sales',
  sale: (id: string) => `/sales/${encodeURIComponent(id)}`,
  journal: (saleId: string) => `/sales/${encodeURIComponent(saleId)}/journal`,
  orders: (status?: string) => (status === undefined ? '/orders' : `/orders?status=${encodeURIComponent(status)}`),
  order: (id: string) => `/orders/${encodeURIComponent(id)}`,
  receipt: (orderId: string) => `/orders/${encodeURIComponent(orderId)}/receipt`,
  account: () => '/account',
  login: (next?: string) => withNext('/login', next),
  register: (next?: string) => withNext('/register', next),
  forgotPassword: () => '/forgot-password',
  resetPassword: () => '/reset-password',
  verifyEmail: () => '/verify-email',
  /** Below it every page of the back office. */
  staff: (page = '') => (page === '' ? '/staff' : `/staff/${page}`),
  /** `search` as the address has the list's filters. */
  staffOrders: (search = '') => (search === '' ? '/staff/orders' : `/staff/orders?${search}`),
  staffOrder: (id: string) => `/staff/orders/${encodeURIComponent(id)}`,
  staffReturns: (status?: string) => (status === undefined ? '/staff/returns' : `/staff/returns?status=${encodeURIComponent(status)}`),
  /** `search` as the address has the list's filters. */
  staffInvoices: (search = '') => (search === '' ? '/staff/invoices' : `/staff/invoices?${search}`),
  packList: () => '/staff/pack-list',
  staffSales: () => '/staff/sales',
  staffSale: (id: string) => `/staff/sales/${encodeURIComponent(id)}`,
  staffWebhooks: () => '/staff/webhooks',
  staffWebhook: (id: string, status?: string) => `/staff/webhooks/${encodeURIComponent(id)}${status === undefined ? '' : `?status=${encodeURIComponent(status)}`}`,
  staffReviews: (status?: string) => (status === undefined ? '/staff/reviews' : `/staff/reviews?status=${encodeURIComponent(status)}`),
  terms: () => '/terms',
  apiReference: () => '/docs',
  devMailbox: () => '/dev/mailbox',
}

/** Whether an address belongs to the back office. */
export function isForStaff(pathname: string): boolean {
  return pathname === paths.staff() || pathname.startsWith(`${paths.staff()}/`)
}

function withNext(path: string, next: string | undefined): string {
  return next === undefined || next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`
}

/** Where to go after signing in. Only a path of this shop counts: `//elsewhere` or `/\elsewhere` would leave it. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return '/'
  const resolved = new URL(next, globalThis.location.origin)
  return resolved.origin === globalThis.location.origin ? resolved.pathname + resolved.search : '/'
}
