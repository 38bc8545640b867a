import { Link, useLocation } from 'react-router'
import { AccountMenu } from '@/features/identity/AccountMenu'
import { useSession } from '@/features/identity/use-session'
import { paths } from '@/shared/paths'
import { chooseTheme, useTheme } from '@/shared/theme'
import { Icon, Mark } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'

/** Nobody wants to come back to one of these after logging in. */
const waysIn: readonly string[] = [paths.login(), paths.register(), paths.forgotPassword(), paths.resetPassword(), paths.verifyEmail()]

const place = 'inline-flex min-h-11 items-center rounded-control px-2.5 font-semibold hover:bg-sunken'

export function Header({ shopName }: { shopName: string }) {
  const { status, user } = useSession()
  const { pathname, search } = useLocation()
  const onForm = waysIn.includes(pathname)

  return (
    <header className="sticky top-0 z-10 border-b border-line bg-page">
      <div className="frame flex h-(--header) items-center justify-between gap-2">
        <Link to={paths.home()} className="-ml-1 inline-flex min-h-11 items-center gap-2 px-1" aria-label={`${shopName}: ${texts.shell.home}`}>
          <Mark />
          <span className="text-lg font-extrabold tracking-tight">{shopName}</span>
        </Link>
        <nav aria-label={texts.shell.navigation} className="flex items-center gap-0.5 sm:gap-2">
          {status === 'signed-in' && (
            <Link to={paths.orders()} className={`${place} max-sm:hidden`} aria-current={pathname === paths.orders() ? 'page' : undefined}>
              {texts.shell.orders}
            </Link>
          )}
          <ThemeToggle />
          {status === 'signed-in' && <AccountMenu key={pathname} user={user} />}
          {status === 'anonymous' && (
            <Link to={paths.login(onForm ? undefined : pathname + search)} className={place}>
              {texts.shell.logIn}
            </Link>
          )}
          {/* Until the shop has said who this is, the place is kept so that nothing jumps. */}
          {status === 'unknown' && <span aria-hidden="true" className="h-11 w-16" />}
        </nav>
      </div>
    </header>
  )
}

function ThemeToggle() {
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className="inline-grid size-11 place-items-center rounded-control hover:bg-sunken"
      aria-label={other === 'dark' ? texts.shell.toDark : texts.shell.toLight}
      onClick={() => chooseTheme(other)}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  )
}
