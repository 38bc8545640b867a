import { explain } from '@/shared/explain'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import type { Upload } from './use-uploads'

interface UploadRowProps {
  upload: Upload
  onAgain: () => void
  onDrop: () => void
}

/** How far a file is, or why it did not arrive. */
export function UploadRow({ upload: { file, step, share, refusal, problem }, onAgain, onDrop }: UploadRowProps) {
  const words = staffCatalogue.pictures
  const failed = step === 'failed'
  const said = refusal !== null ? words.refused[refusal] : problem === null ? null : `${explain(problem).title}. ${explain(problem).next}`
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2.5 text-sm">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate font-medium">{file.name}</span>
        {failed ? (
          <span className="flex items-start gap-1.5 font-medium text-danger">
            <Icon name="alert" size={18} />
            {said}
          </span>
        ) : (
          <span className="flex items-center gap-3 text-ink-soft">
            <progress className="upload-progress" max={1} value={share} aria-label={words.progressOf(file.name)} />
            <span className="figures w-32 shrink-0">{step === 'waiting' ? words.waiting : share < 1 ? words.sent(Math.floor(share * 100)) : words.working}</span>
          </span>
        )}
      </span>
      <span className="flex gap-2">
        {failed && refusal === null && (
          <Button look="chip" onClick={onAgain}>
            {words.again}
          </Button>
        )}
        <Button look="chip" onClick={onDrop}>
          {failed ? words.dismiss : words.cancel} <span className="sr-only">{file.name}</span>
        </Button>
      </span>
    </li>
  )
}
