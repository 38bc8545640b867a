import { type DragEvent, useId, useState } from 'react'
import { Icon } from '@/shared/ui/Icon'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { pictureTypes } from './upload'

interface ChooseFilesProps {
  title: string
  multiple: boolean
  invalid: boolean
  describedBy?: string | undefined
  onFiles: (files: File[]) => void
}

/** Takes files: chosen, or dropped here. */
export function ChooseFiles({ title, multiple, invalid, describedBy, onFiles }: ChooseFilesProps) {
  const words = staffCatalogue.pictures
  const id = useId()
  const [over, setOver] = useState(false)

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }

  return (
    // Files are also dropped on the label, which is as large as what it says; the keyboard has the control inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      htmlFor={id}
      data-over={over || undefined}
      className="flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-control border border-dashed border-line-strong bg-surface px-4 py-5 text-center hover:border-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink data-over:border-solid data-over:border-ink data-over:bg-sunken"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="inline-flex items-center gap-2 font-semibold">
        <Icon name="plus" size={18} />
        {title}
      </span>
      <span id={`${id}-hint`} className="text-sm text-ink-soft">
        {words.rules}
      </span>
      <input
        id={id}
        type="file"
        accept={pictureTypes.join(',')}
        multiple={multiple}
        aria-invalid={invalid || undefined}
        aria-describedby={[`${id}-hint`, describedBy].filter(Boolean).join(' ')}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file may be chosen again, after it was removed.
          event.target.value = ''
        }}
      />
    </label>
  )
}
