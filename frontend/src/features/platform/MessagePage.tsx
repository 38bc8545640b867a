import type { ReactNode } from 'react'
import { useTitle } from '@/shared/use-title'

/** A page that says one thing and offers a way on. */
export function MessagePage({ title, body, children }: { title: string; body: ReactNode; children: ReactNode }) {
  useTitle(title)
  return (
    <div className="frame pt-16 pb-8 md:pt-28">
      <h1 className="display max-w-3xl">{title}</h1>
      <div className="mt-5 max-w-(--measure) text-lg text-ink-soft">{body}</div>
      <div className="mt-8 flex flex-wrap gap-4">{children}</div>
    </div>
  )
}
