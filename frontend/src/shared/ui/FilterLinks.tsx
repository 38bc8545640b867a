import { Link } from 'react-router'

interface Option {
  readonly to: string
  readonly name: string
  readonly current: boolean
}

/** One filter with a few values, each with an address of its own. */
export function FilterLinks({ label, options }: { label: string; options: readonly Option[] }) {
  return (
    <nav aria-label={label} className="staff-strip -mx-(--gutter) mt-4 flex gap-2 px-(--gutter) py-1 lg:flex-wrap print:hidden">
      {options.map(({ to, name, current }) => (
        <Link
          key={name}
          to={to}
          aria-current={current ? 'page' : undefined}
          className="inline-flex min-h-9 shrink-0 items-center rounded-control border border-line-strong px-3 text-sm font-medium hover:border-ink aria-[current=page]:border-transparent aria-[current=page]:bg-inverse aria-[current=page]:text-on-inverse max-lg:min-h-11"
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
