import type { QueryClient } from '@tanstack/react-query'
import { createBrowserRouter, type LoaderFunctionArgs, type PatchRoutesOnNavigationFunction, type RouteObject } from 'react-router'
import { HomePage } from '@/features/catalogue/home/HomePage'
import { productQuery } from '@/features/catalogue/queries'
import { orderQuery } from '@/features/orders/queries'
import { CrashPage } from '@/features/platform/CrashPage'
import { NotFoundPage } from '@/features/platform/NotFoundPage'
import { shopQuery } from '@/features/platform/queries'
import { Shell, ShellFallback } from '@/features/platform/Shell'
import { saleQuery, salesQuery } from '@/features/sales/queries'
import { SalePage } from '@/features/sales/SalePage'
import { filtersOf } from '@/features/search/filters'
import { searchQuery } from '@/features/search/queries'
import { session } from '@/api/session'
import { isForStaff } from '@/shared/paths'

/** The page reads the outcome, good or bad, from the same query; here it only has to begin early. */
function start(query: Promise<unknown>): void {
  query.catch(() => undefined)
}

/**
 * Loaders start the same query object that the page reads, and do not wait for it: a page and its skeleton stand at
 * once, also while the API is saturated.
 */
export function createRouter(queries: QueryClient) {
  return createBrowserRouter(shopRoutes(queries), { patchRoutesOnNavigation: discoverStaff() })
}

/** The back office is no part of what a customer loads: its routes are fetched when somebody first goes there. */
function discoverStaff(): PatchRoutesOnNavigationFunction {
  let known = false
  return async ({ path, patch }) => {
    if (known || !isForStaff(path)) return
    const { staffRoutes } = await import('@/app/staff')
    known = true
    patch(null, staffRoutes())
  }
}

function shopRoutes(queries: QueryClient): RouteObject[] {
  return [
    {
      Component: Shell,
      HydrateFallback: ShellFallback,
      ErrorBoundary: CrashPage,
      loader: () => {
        start(queries.query(shopQuery()))
        return null
      },
      shouldRevalidate: () => false,
      children: [
        {
          index: true,
          Component: HomePage,
          loader: () => {
            start(queries.query(salesQuery()))
            return null
          },
        },
        {
          path: 'products',
          lazy: { Component: async () => (await import('@/features/search/BrowsePage')).Component },
          loader: ({ request }: LoaderFunctionArgs) => {
            start(queries.infiniteQuery(searchQuery(filtersOf(new URL(request.url).searchParams))))
            return null
          },
        },
        {
          path: 'products/:slug',
          lazy: { Component: async () => (await import('@/features/catalogue/ProductPage')).Component },
          loader: ({ params }: LoaderFunctionArgs) => {
            start(queries.query(productQuery(params.slug ?? '')))
            return null
          },
        },
        { path: 'cart', lazy: { Component: async () => (await import('@/features/cart/CartPage')).Component } },
        { path: 'checkout/:step?', lazy: { Component: async () => (await import('@/features/cart/checkout/CheckoutPage')).Component } },
        { path: 'sales', lazy: { Component: async () => (await import('@/features/sales/SalesPage')).Component } },
        {
          path: 'sales/:id',
          Component: SalePage,
          loader: ({ params }: LoaderFunctionArgs) => {
            start(queries.query(saleQuery(params.id ?? '')))
            return null
          },
        },
        { path: 'sales/:id/journal', lazy: { Component: async () => (await import('@/features/sales/journal/JournalPage')).Component } },
        { path: 'orders', lazy: { Component: async () => (await import('@/features/orders/OrdersPage')).Component } },
        {
          path: 'orders/:id',
          lazy: { Component: async () => (await import('@/features/orders/OrderPage')).Component },
          loader: ({ params }: LoaderFunctionArgs) => {
            // Before the shop has said who this is, the page itself waits for the answer.
            if (session.getState().status === 'signed-in') start(queries.query(orderQuery(params.id ?? '')))
            return null
          },
        },
        { path: 'orders/:id/receipt', lazy: { Component: async () => (await import('@/features/orders/ReceiptPage')).Component } },
        { path: 'account', lazy: { Component: async () => (await import('@/features/identity/AccountPage')).Component } },
        { path: 'login', lazy: { Component: async () => (await import('@/features/identity/LoginPage')).Component } },
        { path: 'register', lazy: { Component: async () => (await import('@/features/identity/RegisterPage')).Component } },
        { path: 'forgot-password', lazy: { Component: async () => (await import('@/features/identity/ForgotPasswordPage')).Component } },
        { path: 'reset-password', lazy: { Component: async () => (await import('@/features/identity/ResetPasswordPage')).Component } },
        { path: 'verify-email', lazy: { Component: async () => (await import('@/features/identity/VerifyEmailPage')).Component } },
        { path: 'terms', lazy: { Component: async () => (await import('@/features/platform/TermsPage')).Component } },
        { path: '*', Component: NotFoundPage },
      ],
    },
  ]
}
