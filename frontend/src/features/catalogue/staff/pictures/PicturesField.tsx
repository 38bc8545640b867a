import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { ChooseFiles } from './ChooseFiles'
import { moved } from './order'
import { PictureRow } from './PictureRow'
import { UploadRow } from './UploadRow'
import { useUploads } from './use-uploads'

/** A picture in a form; the address names it. */
export interface FormPicture {
  readonly url: string
  readonly alt: string
}

interface PicturesFieldProps {
  images: readonly FormPicture[]
  error?: string | undefined
  onChange: (next: (images: readonly FormPicture[]) => readonly FormPicture[]) => void
}

/** The pictures of a product, in order: the first is the one that lists show. */
export function PicturesField({ images, error, onChange }: PicturesFieldProps) {
  const words = staffCatalogue.pictures
  const id = useId()
  const [said, setSaid] = useState('')
  const [removed, setRemoved] = useState<{ image: FormPicture; place: number } | null>(null)
  const [arrived, setArrived] = useState<string | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const queue = useUploads((picture, file) => {
    onChange((before) => (before.some(({ url }) => url === picture.url) ? before : [...before, { url: picture.url, alt: '' }]))
    setArrived(picture.url)
    setSaid(words.arrived(file.name))
  })

  // Its description is what is missing now.
  useEffect(() => {
    if (arrived === null) return
    const rows = [...(list.current?.querySelectorAll<HTMLInputElement>('input[data-alt]') ?? [])]
    const field = rows.find((input) => input.dataset.alt === arrived)
    // Whoever is typing elsewhere meanwhile goes on there.
    if (field && (document.activeElement === document.body || document.activeElement?.matches('input[type="file"]'))) field.focus()
  }, [arrived])

  function move(place: number, by: -1 | 1) {
    onChange((before) => moved(before, place, by))
    setSaid(words.moved(place + by + 1, images.length))
  }

  function remove(place: number) {
    const image = images[place]
    if (!image) return
    setRemoved({ image, place })
    onChange((before) => before.filter((_, at) => at !== place))
    setSaid(words.removed)
  }

  function putBack() {
    if (!removed) return
    onChange((before) => before.toSpliced(removed.place, 0, removed.image))
    setRemoved(null)
    setSaid(words.back)
  }

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold">{words.legend}</legend>
      <p className="mb-3 text-sm text-ink-soft">{words.hint}</p>
      {images.length > 0 && (
        <ol ref={list} className="mb-3 border-t border-line">
          {images.map((image, place) => (
            <PictureRow
              key={image.url}
              image={image}
              place={place}
              of={images.length}
              onAlt={(alt) => onChange((before) => before.map((one, at) => (at === place ? { ...one, alt } : one)))}
              onMove={(by) => move(place, by)}
              onRemove={() => remove(place)}
            />
          ))}
        </ol>
      )}
      {removed && (
        <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          {words.removed}
          <Button look="chip" onClick={putBack}>
            {words.putBack}
          </Button>
        </p>
      )}
      {queue.uploads.length > 0 && (
        <ul className="mb-3 border-t border-line">
          {queue.uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} onAgain={() => queue.again(upload)} onDrop={() => queue.drop(upload)} />
          ))}
        </ul>
      )}
      <ChooseFiles title={words.add} multiple invalid={error !== undefined} describedBy={error === undefined ? undefined : `${id}-error`} onFiles={(files) => queue.add(files)} />
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          {error}
        </p>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </fieldset>
  )
}

