import type { ReactNode } from 'react'
import { useTitle } from '@/shared/use-title'

interface MessagePageProps {
  title: string
  body: ReactNode
  /** It took the place of a form: the focus, which went with the form, goes to the title. */
  replacing?: boolean
  children?: ReactNode
}

/** A page that says one thing and offers a way on. */
export function MessagePage({ title, body, replacing = false, children }: MessagePageProps) {
  useTitle(title)
  return (
    <div className="frame pt-16 pb-8 md:pt-28">
      <h1 ref={replacing ? focusNow : undefined} tabIndex={replacing ? -1 : undefined} className="display max-w-3xl">
        {title}
      </h1>
      <div className="mt-5 max-w-(--measure) text-lg text-ink-soft">{body}</div>
      <div className="mt-8 flex flex-wrap items-start gap-4 empty:hidden">{children}</div>
    </div>
  )
}

const focusNow = (heading: HTMLElement | null) => heading?.focus()
