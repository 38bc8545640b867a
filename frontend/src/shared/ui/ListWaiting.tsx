import { texts } from '@/texts/en'

/** Where the rows of a list will be. */
export function ListWaiting() {
  return (
    <div role="status" className="mt-8 flex flex-col gap-px">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-18" />
      <div className="skeleton h-18" />
      <div className="skeleton h-18" />
    </div>
  )
}
