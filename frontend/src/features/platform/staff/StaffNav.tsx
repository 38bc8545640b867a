import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { staff } from '@/texts/en/staff'
import { isWithin, type Place, sections } from './places'

const look =
  'flex min-h-11 items-center rounded-control px-3 font-medium whitespace-nowrap text-ink-soft hover:bg-sunken hover:text-ink aria-[current]:bg-inverse aria-[current]:font-semibold aria-[current]:text-on-inverse lg:min-h-9 lg:text-sm'

/** The pages of the back office: at the side where there is room, else in a line that can be swiped. */
export function StaffNav({ places }: { places: readonly Place[] }) {
  const { pathname } = useLocation()
  const current = useRef<HTMLAnchorElement>(null)

  // In the line the present page may be out of sight.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])

  const item = ({ to, name }: Place) => {
    const here = isWithin(to, pathname)
    return (
      <li key={to}>
        <Link ref={here ? current : undefined} to={to} aria-current={pathname === to ? 'page' : here || undefined} className={look}>
          {name}
        </Link>
      </li>
    )
  }
  return (
    <nav
      aria-label={staff.frame.title}
      className="staff-strip relative border-b border-line px-(--gutter) py-1.5 lg:w-52 lg:shrink-0 lg:overflow-visible lg:border-r lg:border-b-0 lg:pr-4 print:hidden"
    >
      <ul className="flex gap-1 lg:sticky lg:top-(--header) lg:max-h-[calc(100svh-var(--header))] lg:flex-col lg:gap-6 lg:overflow-y-auto lg:py-5">
        {sections.map((section) => {
          const inside = places.filter((place) => place.section === section)
          if (inside.length === 0) return null
          return (
            <li key={section} className="flex-none">
              <p className="mb-1.5 px-3 text-xs font-semibold text-ink-soft max-lg:sr-only">{staff.frame.section[section]}</p>
              <ul className="flex gap-1 lg:flex-col lg:gap-0.5">{inside.map(item)}</ul>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
