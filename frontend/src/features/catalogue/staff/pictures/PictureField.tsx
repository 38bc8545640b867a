import { useId } from 'react'
import { Button } from '@/shared/ui/Button'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { ChooseFiles } from './ChooseFiles'
import { UploadRow } from './UploadRow'
import { useUploads } from './use-uploads'

interface PictureFieldProps {
  label: string
  hint: string
  /** Where the picture is; empty for none. */
  url: string
  error?: string | undefined
  onChange: (url: string) => void
}

/** One picture, or none. */
export function PictureField({ label, hint, url, error, onChange }: PictureFieldProps) {
  const words = staffCatalogue.pictures
  const id = useId()
  const queue = useUploads((picture) => onChange(picture.url))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold">{label}</legend>
      {url !== '' && (
        <div className="mb-3 flex items-center gap-4">
          <img src={url} alt={words.chosen} width={112} height={84} className="aspect-4/3 w-28 rounded-plate bg-sunken object-cover" />
          <Button look="chip" onClick={() => onChange('')}>
            {words.without}
          </Button>
        </div>
      )}
      {queue.uploads.length > 0 && (
        <ul className="mb-3 border-t border-line">
          {queue.uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} onAgain={() => queue.again(upload)} onDrop={() => queue.drop(upload)} />
          ))}
        </ul>
      )}
      <ChooseFiles title={url === '' ? words.choose : words.replace} multiple={false} invalid={error !== undefined} describedBy={`${id}-about`} onFiles={(files) => queue.add(files)} />
      <p id={`${id}-about`} className={`mt-1.5 text-sm ${error === undefined ? 'text-ink-soft' : 'font-medium text-danger'}`}>
        {error ?? hint}
      </p>
    </fieldset>
  )
}
