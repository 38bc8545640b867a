import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { type Location, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { texts } from '@/texts/en'
import { Footer } from './Footer'
import { Header } from './Header'
import { shopQuery } from './queries'

/** The frame around every page. It needs no answer from the shop to stand. */
export function Frame({ children }: { children: ReactNode }) {
  const { data: shop } = useQuery(shopQuery())
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)

  // After a change of page the focus would stay on a link that is gone: it moves to the new content instead.
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <div className="flex min-h-svh flex-col">
      <a href="#content" className="sr-only z-20 bg-inverse px-4 py-3 font-semibold text-on-inverse focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        {texts.shell.skip}
      </a>
      <Header shopName={shop?.name ?? texts.shop.name} />
      <main id="content" ref={main} tabIndex={-1} className="flex-1">
        {children}
      </main>
      <Footer shop={shop} />
    </div>
  )
}

/** A page that was opened by its address has no key of its own yet: without this all of those would share one place. */
function placeOf({ key, pathname, search }: Location): string {
  return key === 'default' ? pathname + search : key
}

export function Shell() {
  return (
    <Frame>
      <Outlet />
      <ScrollRestoration getKey={placeOf} />
    </Frame>
  )
}

/** Shown while the code of the first page is on its way: the frame at once, and room for the content. */
export function ShellFallback() {
  return (
    <Frame>
      <div className="min-h-[80svh]" role="status">
        <span className="sr-only">{texts.common.loading}</span>
      </div>
    </Frame>
  )
}
