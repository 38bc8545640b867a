import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '@/shared/ui/Icon'
import { reviews } from '@/texts/en/reviews'
import { Star } from './Stars'

/** One to five stars: radio buttons for a keyboard and a voice, stars for the eye. Takes the focus: it is what a form begins with. */
export function StarsField({ initial, error }: { initial: number; error?: string | undefined }) {
  const id = useId()
  const [chosen, setChosen] = useState(initial)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const described = error === undefined ? undefined : `${id}-error`
  return (
    <div role="radiogroup" tabIndex={-1} aria-labelledby={`${id}-label`} aria-required="true" aria-invalid={error !== undefined || undefined} aria-describedby={described}>
      <span id={`${id}-label`} className="font-semibold">
        {reviews.form.rating}
      </span>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3">
        <div className="flex">
          {[1, 2, 3, 4, 5].map((stars) => (
            <label key={stars} className="flex size-11 cursor-pointer items-center justify-center rounded-control has-focus-visible:outline-2 has-focus-visible:outline-offset-2 hover:bg-sunken">
              <input
                ref={stars === Math.max(1, initial) ? first : undefined}
                type="radio"
                name="stars"
                value={stars}
                className="sr-only"
                checked={stars === chosen}
                aria-label={reviews.stars(stars)}
                onChange={() => setChosen(stars)}
              />
              <Star full={stars <= chosen ? 1 : 0} size={28} />
            </label>
          ))}
        </div>
        <span aria-hidden="true" className="text-ink-soft">
          {chosen > 0 && reviews.stars(chosen)}
        </span>
      </div>
      {error !== undefined && (
        <p id={described} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
