import { Link, useLocation } from 'react-router'
import { CartButton } from '@/features/cart/CartButton'
import { AccountMenu } from '@/features/identity/AccountMenu'
import { useSession } from '@/features/identity/use-session'
import { SearchBox } from '@/features/search/SearchBox'
import { paths } from '@/shared/paths'
import { Mark } from '@/shared/ui/Icon'
import { useMedia } from '@/shared/use-media'
import { texts } from '@/texts/en'
import { ThemeToggle } from './ThemeToggle'

/** Nobody wants to come back to one of these after logging in. */
const waysIn: readonly string[] = [paths.login(), paths.register(), paths.forgotPassword(), paths.resetPassword(), paths.verifyEmail()]

const place = 'inline-flex min-h-11 items-center rounded-control px-2.5 font-semibold hover:bg-sunken aria-[current]:underline aria-[current]:decoration-2 aria-[current]:underline-offset-8'

/** Where one looks around; elsewhere a narrow screen has better uses for the line that the search takes. */
function isForLooking(pathname: string): boolean {
  return pathname === paths.home() || pathname === paths.sales() || pathname === paths.products() || pathname.startsWith(`${paths.products()}/`)
}

export function Header({ shopName }: { shopName: string }) {
  const { status, user } = useSession()
  const { pathname, search } = useLocation()
  const wide = useMedia('(width >= 52rem)')
  const onForm = waysIn.includes(pathname)
  const current = (path: string) => (pathname === path ? 'page' : undefined)

  return (
    <>
      <header className="sticky top-0 z-10 border-b border-line bg-page">
        <div className="frame flex h-(--header) items-center gap-1 md:gap-3">
          <Link to={paths.home()} className="-ml-1 inline-flex min-h-11 items-center gap-2 px-1" aria-label={`${shopName}: ${texts.shell.home}`}>
            <Mark />
            <span className="text-lg font-extrabold tracking-tight">{shopName}</span>
          </Link>
          <nav aria-label={texts.shell.navigation} className="flex items-center md:ml-2">
            <Link to={paths.products()} className={`${place} max-sm:px-2`} aria-current={current(paths.products())}>
              {texts.shell.products}
            </Link>
            <Link to={paths.sales()} className={`${place} max-sm:hidden`} aria-current={current(paths.sales())}>
              {texts.shell.sales}
            </Link>
          </nav>
          {wide && (
            <div className="mx-auto w-full max-w-xl">
              <SearchBox />
            </div>
          )}
          <div className="ml-auto flex items-center sm:gap-1">
            <ThemeToggle className="max-sm:hidden" />
            {status === 'signed-in' && <AccountMenu key={pathname} user={user} />}
            {status === 'anonymous' && (
              <Link to={paths.login(onForm ? undefined : pathname + search)} className={`${place} whitespace-nowrap max-sm:px-2`}>
                {texts.shell.logIn}
              </Link>
            )}
            {/* Until the shop has said who this is, the place is kept so that nothing jumps. */}
            {status === 'unknown' && <span aria-hidden="true" className="h-11 w-16" />}
            <CartButton />
          </div>
        </div>
      </header>
      {!wide && isForLooking(pathname) && (
        <div className="frame py-2.5">
          <SearchBox />
        </div>
      )}
    </>
  )
}
