import type { ReactNode } from 'react'
import { formatDay } from '@/shared/format'
import { reviews } from '@/texts/en/reviews'
import { Stars } from './Stars'

interface ReviewTextProps {
  review: { stars: number; title: string; text: string; author?: string | null | undefined; written_at: string }
  /** The state of it, for those whom that concerns. */
  beside?: ReactNode
  level?: 3 | 4
}

/** What somebody says. It is text, whatever it looks like. */
export function ReviewText({ review: { stars, title, text, author, written_at }, beside, level = 3 }: ReviewTextProps) {
  const Heading = level === 3 ? 'h3' : 'h4'
  return (
    <article className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars stars={stars} />
        <Heading className={title === '' ? 'sr-only' : 'min-w-0 font-bold break-words'}>
          <span className="sr-only">
            {reviews.ofFive(String(stars))}
            {title !== '' && ':'}
          </span>{' '}
          {title}
        </Heading>
        {beside}
      </div>
      {text !== '' && <p className="mt-2 max-w-(--measure) break-words whitespace-pre-line">{text}</p>}
      <p className="mt-2 text-sm text-ink-soft">
        {author ?? reviews.somebody}, <time dateTime={written_at}>{formatDay(written_at)}</time>
      </p>
    </article>
  )
}
