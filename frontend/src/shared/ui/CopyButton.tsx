import { useEffect, useState } from 'react'
import { texts } from '@/texts/en'
import { Icon } from './Icon'

/** Copies a number or an id, and says so for a moment. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 3000)
    return () => clearTimeout(timer)
  }, [said])

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setSaid('copied')
    } catch {
      setSaid('failed')
    }
  }

  return (
    <>
      <button
        type="button"
        className="inline-grid size-11 shrink-0 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink"
        aria-label={texts.common.copy(what)}
        onClick={() => void copy()}
      >
        <Icon name={said === 'copied' ? 'check' : 'copy'} size={18} />
      </button>
      <span role="status" className={said === 'failed' ? 'text-sm text-danger' : 'sr-only'}>
        {said === 'copied' && texts.common.copied(what)}
        {said === 'failed' && texts.common.copyFailed}
      </span>
    </>
  )
}
