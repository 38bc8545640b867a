import { useId } from 'react'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import type { FormPicture } from './PicturesField'
import { Tool } from './Tool'

interface PictureRowProps {
  image: FormPicture
  place: number
  of: number
  onAlt: (alt: string) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One picture: what it shows in words, and its place. */
export function PictureRow({ image, place, of, onAlt, onMove, onRemove }: PictureRowProps) {
  const words = staffCatalogue.pictures
  const id = useId()
  const number = place + 1
  return (
    <li className="grid grid-cols-[5rem_minmax(0,1fr)] items-start gap-x-4 gap-y-2 border-b border-line py-3 @md:grid-cols-[7rem_minmax(0,1fr)_auto]">
      <div className="relative">
        <img src={image.url} alt={words.preview(number)} width={112} height={84} className="aspect-4/3 w-full rounded-plate bg-sunken object-cover" />
        {place === 0 && <span className="absolute top-1 left-1 rounded-plate bg-surface px-1.5 text-xs font-semibold text-ink">{words.main}</span>}
      </div>
      <div className="min-w-0">
        <label htmlFor={id} className="mb-1 block text-sm font-medium">
          {words.alt(number)}
        </label>
        <input
          id={id}
          data-alt={image.url}
          value={image.alt}
          maxLength={200}
          placeholder={words.altExample}
          className="block min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 text-sm hover:border-ink"
          onChange={(event) => onAlt(event.target.value)}
        />
      </div>
      <div className="col-start-2 flex gap-1 @md:col-start-3 @md:mt-6">
        <Tool icon="up" name={words.earlier(number)} unavailable={place === 0} onPress={() => onMove(-1)} />
        <Tool icon="down" name={words.later(number)} unavailable={number === of} onPress={() => onMove(1)} />
        <Tool icon="remove" name={words.remove(number)} onPress={onRemove} />
      </div>
    </li>
  )
}
