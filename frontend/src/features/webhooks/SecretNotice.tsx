import { useId } from 'react'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { webhooks } from '@/texts/en/webhooks'

/** Whoever made a secret is led to it at once. */
function focus(heading: HTMLHeadingElement | null): void {
  heading?.focus()
}

/** A secret, the one time that it can be seen. It stays until somebody says that they have it. */
export function SecretNotice({ secret, onStored }: { secret: string; onStored: () => void }) {
  const words = webhooks.secret
  const id = useId()
  return (
    <section aria-labelledby={id} className="mt-6 max-w-2xl border-l-4 border-danger bg-surface py-4 pr-4 pl-4">
      <h2 id={id} ref={focus} tabIndex={-1} className="text-lg font-bold">
        {words.title}
      </h2>
      <p className="mt-1.5 text-ink-soft">{words.body}</p>
      <p className="mt-3 flex items-center gap-2 border border-line-strong bg-page pl-3">
        <code className="min-w-0 flex-1 py-2 font-mono text-sm [overflow-wrap:anywhere]">{secret}</code>
        <CopyButton value={secret} what={words.what} />
      </p>
      <Button className="mt-4" onClick={onStored}>
        {words.done}
      </Button>
    </section>
  )
}
