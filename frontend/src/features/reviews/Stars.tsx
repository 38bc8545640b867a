import type { Rating as RatingOf } from '@/api/types'
import { formatCount, formatStars } from '@/shared/format'
import { texts } from '@/texts/en'

const star = 'M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.1-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z'
const places = [0, 1, 2, 3, 4]

/** Five stars, as many of them full as `stars` says. Decoration: whoever uses it says the same in words. */
export function Stars({ stars, size = 18 }: { stars: number; size?: number }) {
  return (
    <span aria-hidden="true" className="inline-flex shrink-0">
      {places.map((place) => (
        <Star key={place} full={Math.min(1, Math.max(0, stars - place))} size={size} />
      ))}
    </span>
  )
}

/** One star, full from its left edge as far as `full` says: 0 to 1. */
export function Star({ full, size }: { full: number; size: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <path d={star} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      {full > 0 && <path d={star} fill="currentColor" style={{ clipPath: `inset(0 ${100 - full * 100}% 0 0)` }} />}
    </svg>
  )
}

/** How a product is rated, on one line; nothing while nobody has rated it. */
export function Rating({ rating: { average, count } }: { rating: RatingOf }) {
  if (average == null) return null
  return (
    <span className="figures inline-flex items-center gap-1.5 text-sm">
      <Stars stars={average} size={16} />
      <span className="sr-only">{texts.reviews.rated(formatStars(average), count, formatCount(count))}</span>
      <span aria-hidden="true">
        {formatStars(average)} <span className="text-ink-soft">({formatCount(count)})</span>
      </span>
    </span>
  )
}
