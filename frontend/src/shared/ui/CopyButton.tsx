import { useEffect, useState } from 'react'
import { texts } from '@/texts/en'
import { Icon } from './Icon'

interface CopyButtonProps {
  value: string
  what: string
  /** In dense lines; under a finger it is as large as everywhere. */
  small?: boolean
}

/** Copies a number or an id, and says so for a moment. */
export function CopyButton({ value, what, small = false }: CopyButtonProps) {
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
        className={`inline-grid shrink-0 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink ${small ? 'size-7 align-middle pointer-coarse:size-11' : 'size-11'}`}
        aria-label={texts.common.copy(what)}
        onClick={() => void copy()}
      >
        <Icon name={said === 'copied' ? 'check' : 'copy'} size={small ? 15 : 18} />
      </button>
      <span role="status" className={said === 'failed' ? 'text-sm text-danger' : 'sr-only'}>
        {said === 'copied' && texts.common.copied(what)}
        {said === 'failed' && texts.common.copyFailed}
      </span>
    </>
  )
}
