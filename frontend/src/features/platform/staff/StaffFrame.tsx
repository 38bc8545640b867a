import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { AccountMenu } from '@/features/identity/AccountMenu'
import { runsTheShop } from '@/features/identity/runs-the-shop'
import { useSession } from '@/features/identity/use-session'
import { paths } from '@/shared/paths'
import { Mark } from '@/shared/ui/Icon'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { texts } from '@/texts/en'
import { staff } from '@/texts/en/staff'
import { Outline, placeOf } from '../Outline'
import { shopQuery } from '../queries'
import { ThemeToggle } from '../ThemeToggle'
import type { Place } from './places'
import { RequireStaff } from './RequireStaff'
import { StaffNav } from './StaffNav'

/** The frame around every page of the back office: no cart and no search of the shop, but the way to everything that runs it. */
export function StaffFrame({ places }: { places: readonly Place[] }) {
  const { user } = useSession()
  const allowed = user !== null && runsTheShop(user)
  return (
    <Outline header={<StaffHeader />} side={allowed && <StaffNav places={places.filter(({ adminOnly }) => !adminOnly || user.role === 'admin')} />} className="flex flex-col lg:flex-row">
      <div className="mx-auto w-full max-w-[92rem] px-(--gutter) pt-6 pb-24 lg:pt-8">
        <RequireStaff waiting={<ListWaiting />}>
          <Outlet />
        </RequireStaff>
      </div>
      <ScrollRestoration getKey={placeOf} />
    </Outline>
  )
}

function StaffHeader() {
  const { data: shop } = useQuery(shopQuery())
  const { user } = useSession()
  const { pathname } = useLocation()
  const name = shop?.name ?? texts.shop.name
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-page print:hidden">
      <div className="flex h-(--header) items-center gap-1 px-(--gutter) sm:gap-3">
        <Link to={paths.staff()} className="-ml-1 inline-flex min-h-11 min-w-0 items-center gap-2 px-1" aria-label={`${name}: ${staff.frame.title}`}>
          <Mark />
          <span className="truncate text-lg font-extrabold tracking-tight max-sm:sr-only">{name}</span>
          <span className="border-line-strong text-sm font-semibold whitespace-nowrap text-ink-soft sm:border-l sm:pl-2.5">{staff.frame.title}</span>
        </Link>
        <div className="ml-auto flex items-center sm:gap-1">
          <Link to={paths.home()} className="inline-flex min-h-11 items-center rounded-control px-2.5 text-sm font-semibold whitespace-nowrap hover:bg-sunken">
            {staff.frame.toShop}
          </Link>
          <ThemeToggle />
          {user && <AccountMenu key={pathname} user={user} />}
        </div>
      </div>
    </header>
  )
}
