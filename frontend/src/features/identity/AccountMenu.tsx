import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { session } from '@/api/session'
import type { User } from '@/api/types'
import { paths } from '@/shared/paths'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'
import { runsTheShop } from './runs-the-shop'

const item = 'flex min-h-11 w-full items-center px-4 text-left hover:bg-sunken'

/** Who is logged in, and the way out. */
export function AccountMenu({ user }: { user: User }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  const id = useId()
  const navigate = useNavigate()

  useEffect(() => {
    if (!open) return
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => document.removeEventListener('pointerdown', closeOutside)
  }, [open])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }

  async function logOut() {
    setOpen(false)
    // Should the shop not hear it, the cookie simply lapses; nobody is kept logged in on this screen meanwhile.
    await session.signOut().catch(() => undefined)
    await navigate(paths.home())
  }

  return (
    // The key handler serves the whole disclosure, whichever of its controls has the focus.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={whole} className="relative" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-control px-2 font-semibold hover:bg-sunken"
        aria-expanded={open}
        aria-controls={id}
        aria-label={texts.shell.accountOf(user.name ?? user.email)}
        onClick={() => setOpen(!open)}
      >
        <Icon name="user" />
        <span className="hidden sm:inline">{texts.shell.account}</span>
        <Icon name="chevron" size={16} />
      </button>
      <div id={id} hidden={!open} className="absolute right-0 mt-2 w-64 rounded-control border border-line-strong bg-surface py-2">
        <p className="border-b border-line px-4 pb-2 text-sm text-ink-soft">
          {texts.shell.signedInAs}
          <span className="block truncate font-semibold text-ink" title={user.email}>
            {user.name ?? user.email}
          </span>
        </p>
        <Link to={paths.orders()} className={item} onClick={() => setOpen(false)}>
          {texts.shell.orders}
        </Link>
        <Link to={paths.account()} className={item} onClick={() => setOpen(false)}>
          {texts.shell.yourAccount}
        </Link>
        {runsTheShop(user) && (
          <Link to={paths.staff()} className={item} onClick={() => setOpen(false)}>
            {texts.shell.runTheShop}
          </Link>
        )}
        <button type="button" className={item} onClick={() => void logOut()}>
          {texts.shell.logOut}
        </button>
      </div>
    </div>
  )
}
