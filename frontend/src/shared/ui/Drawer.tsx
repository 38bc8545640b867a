import { type ReactNode, useEffect, useId, useRef } from 'react'
import { texts } from '@/texts/en'
import { Icon } from './Icon'

interface DrawerProps {
  title: string
  onClose: () => void
  /** Stays in sight below what scrolls. */
  footer?: ReactNode
  children: ReactNode
}

/** A sheet at the page's edge, over it, for as long as it is rendered. Escape and a press beside it close it. */
export function Drawer({ title, onClose, footer, children }: DrawerProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const shown = dialog.current
    if (!shown) return
    if (!shown.open) shown.showModal()
    const pressBeside = (event: MouseEvent) => {
      if (event.target === shown) shown.close()
    }
    shown.addEventListener('click', pressBeside)
    return () => shown.removeEventListener('click', pressBeside)
  }, [])

  return (
    <dialog ref={dialog} aria-labelledby={id} className="drawer bg-page text-ink" onClose={onClose}>
      <div className="flex h-full flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-5">
          <h2 id={id} className="text-xl font-bold tracking-tight">
            {title}
          </h2>
          <button
            type="button"
            className="inline-grid size-11 place-items-center rounded-control hover:bg-sunken"
            aria-label={texts.common.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
        {footer !== undefined && <footer className="border-t border-line bg-surface px-5 py-4">{footer}</footer>}
      </div>
    </dialog>
  )
}
