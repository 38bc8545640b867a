import { Link, useLocation } from 'react-router'
import type { Rating } from '@/api/types'
import { formatCount, formatStars } from '@/shared/format'
import { reviews as words } from '@/texts/en/reviews'
import { Stars } from './Stars'

interface HistogramProps {
  rating: Rating
  /** Of how many stars reviews are shown; all of them when null. */
  chosen: number | null
}

/** How many people gave how many stars. Each row shows only its reviews, and shows all again. */
export function Histogram({ rating: { average, count, stars }, chosen }: HistogramProps) {
  const { pathname } = useLocation()
  const rows = stars.map((many, index) => ({ of: index + 1, many })).reverse()
  return (
    <div>
      {average != null && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="figures text-2xl font-extrabold" aria-hidden="true">
            {formatStars(average)}
          </span>
          <Stars stars={average} size={22} />
          <span className="sr-only">{words.ofFive(formatStars(average))}.</span>
          <span className="text-sm text-ink-soft">{words.basedOn(count, formatCount(count))}</span>
        </p>
      )}
      <ul aria-label={words.histogram} className="mt-3">
        {rows.map(({ of, many }) => (
          <li key={of}>
            <Link
              to={{ pathname, search: of === chosen ? '' : `stars=${of}`, hash: 'reviews' }}
              replace
              preventScrollReset
              aria-current={of === chosen ? 'true' : undefined}
              title={of === chosen ? words.showAll : words.showOnly(of)}
              className="figures grid min-h-8 grid-cols-[4.25rem_1fr_3rem] items-center gap-3 rounded-control px-1 text-sm hover:bg-sunken aria-[current=true]:font-bold pointer-coarse:min-h-11"
            >
              <span className="sr-only">{words.howMany(of, formatCount(many))}</span>
              <span aria-hidden="true">{words.stars(of)}</span>
              <span aria-hidden="true" className="h-2.5 overflow-hidden rounded-plate bg-sunken">
                <span className="block h-full bg-inverse" style={{ width: `${count === 0 ? 0 : (many / count) * 100}%` }} />
              </span>
              <span aria-hidden="true" className="text-right text-ink-soft">
                {formatCount(many)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
