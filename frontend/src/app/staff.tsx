import { type ComponentType } from 'react'
import { redirect, type RouteObject } from 'react-router'
import { plurals, taxonomies, type Taxonomy } from '@/features/catalogue/staff/taxa/taxonomies'
import { CrashPage } from '@/features/platform/CrashPage'
import { NotFoundPage } from '@/features/platform/NotFoundPage'
import { ShellFallback } from '@/features/platform/Shell'
import type { Place, Section } from '@/features/platform/staff/places'
import { StaffFrame } from '@/features/platform/staff/StaffFrame'
import { paths } from '@/shared/paths'
import { staff } from '@/texts/en/staff'
import { staffReturns } from '@/texts/en/staff-returns'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { staffCodes } from '@/texts/en/staff-codes'

interface StaffPage {
  /** Below /staff. */
  readonly path: string
  /** The page's own code, which arrives with the first visit. */
  readonly page: () => Promise<{ Component: ComponentType }>
  /** With a name and a section it stands in the navigation, in the order of this list. */
  readonly name?: string
  readonly section?: Section
  /** Shown in the navigation to admins only. */
  readonly adminOnly?: true
}

/** One page for four taxonomies. */
async function taxonomyPage(kind: Taxonomy) {
  const { pageOf } = await import('@/features/catalogue/staff/taxa/TaxonomyPage')
  return { Component: pageOf(kind) }
}

/** Every page of the back office. To add one, add its line: the frame, the navigation and the routes read this list. */
const pages: readonly StaffPage[] = [
  { path: 'orders', name: staff.frame.place.orders, section: 'selling', page: () => import('@/features/orders/staff/StaffOrdersPage') },
  { path: 'orders/:id', page: () => import('@/features/orders/staff/StaffOrderPage') },
  { path: 'pack-list', name: staff.frame.place.packList, section: 'selling', page: () => import('@/features/orders/staff/PackListPage') },
  { path: 'returns', name: staffReturns.title, section: 'selling', page: () => import('@/features/orders/staff/returns/StaffReturnsPage') },
  { path: 'invoices', name: staff.frame.place.invoices, section: 'selling', page: () => import('@/features/invoices/InvoicesPage') },
  { path: 'sales', name: staff.frame.place.sales, section: 'selling', page: () => import('@/features/sales/staff/StaffSalesPage') },
  { path: 'sales/:id', page: () => import('@/features/sales/staff/StaffSalePage') },
  { path: 'discounts', name: staffCatalogue.discounts.title, section: 'selling', page: () => import('@/features/catalogue/staff/discounts/DiscountsPage') },
  { path: 'codes', name: staffCodes.title, section: 'selling', page: () => import('@/features/promotions/staff/CodesPage') },
  { path: 'products', name: staffCatalogue.products.title, section: 'catalogue', page: () => import('@/features/catalogue/staff/products/ProductsPage') },
  { path: 'products/new', page: () => import('@/features/catalogue/staff/products/NewProductPage') },
  { path: 'products/:slug', page: () => import('@/features/catalogue/staff/products/ProductPage') },
  ...taxonomies.map((kind) => ({ path: plurals[kind], name: staffCatalogue.taxa.kinds[kind].title, section: 'catalogue' as const, page: () => taxonomyPage(kind) })),
  { path: 'banners', name: staffCatalogue.banners.title, section: 'catalogue', page: () => import('@/features/catalogue/staff/banners/BannersPage') },
  { path: 'reviews', name: staff.frame.place.reviews, section: 'customers', page: () => import('@/features/reviews/staff/StaffReviewsPage') },
  { path: 'webhooks', name: staff.frame.place.webhooks, section: 'connections', adminOnly: true, page: () => import('@/features/webhooks/WebhooksPage') },
  { path: 'webhooks/:id', page: () => import('@/features/webhooks/WebhookPage') },
]

const places: readonly Place[] = pages.flatMap(({ path, name, section, adminOnly = false }) =>
  name === undefined || section === undefined ? [] : [{ to: paths.staff(path), name, section, adminOnly }],
)

/**
 * The routes of the back office, which the shop's own code does not contain: the router asks for them on the way there.
 * Made anew for each router, which writes into them what it has loaded.
 */
export function staffRoutes(): RouteObject[] {
  return [
    {
      path: paths.staff(),
      element: <StaffFrame places={places} />,
      HydrateFallback: ShellFallback,
      ErrorBoundary: CrashPage,
      children: [
        { index: true, loader: () => redirect(places[0]?.to ?? paths.home()), element: null },
        ...pages.map(({ path, page }): RouteObject => ({ path, lazy: { Component: async () => (await page()).Component } })),
        { path: '*', Component: NotFoundPage },
      ],
    },
  ]
}
