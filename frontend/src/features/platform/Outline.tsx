import { type ReactNode, useEffect, useRef } from 'react'
import { type Location, useLocation } from 'react-router'
import { texts } from '@/texts/en'

interface OutlineProps {
  header: ReactNode
  /** Between the header and the content, or at the content's side. */
  side?: ReactNode
  footer?: ReactNode
  /** How the side and the content share the room. */
  className?: string
  children: ReactNode
}

/** What every page has, whoever it is for: the way past the header, and the focus on what a change of page brought. */
export function Outline({ header, side, footer, className = 'flex flex-col', children }: OutlineProps) {
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
      {header}
      <div className={`flex-1 ${className}`}>
        {side}
        <main id="content" ref={main} tabIndex={-1} className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      {footer}
    </div>
  )
}

/** A page that was opened by its address has no key of its own yet: without this all of those would share one place. */
export function placeOf({ key, pathname, search }: Location): string {
  return key === 'default' ? pathname + search : key
}
