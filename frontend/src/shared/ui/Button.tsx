import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Link, type LinkProps } from 'react-router'

/** `buy` is the accent, and only ever the act of buying or paying; `danger` takes something away for good. */
export type Look = 'buy' | 'strong' | 'quiet' | 'danger' | 'plain' | 'chip'

const shape =
  'inline-flex items-center justify-center gap-2 rounded-control text-center font-semibold select-none transition-[background-color,border-color,transform,opacity] duration-(--fast) active:translate-y-px aria-disabled:cursor-default aria-disabled:active:translate-y-0'

const looks: Record<Look, string> = {
  buy: 'min-h-15 w-full px-6 py-3 text-lg font-bold figures bg-buy text-on-buy hover:bg-buy-press aria-busy:bg-buy-press aria-disabled:bg-sunken aria-disabled:text-ink-soft',
  strong: 'min-h-12 px-5 py-2.5 bg-inverse text-on-inverse hover:opacity-88',
  quiet: 'min-h-12 px-5 py-2.5 border border-line-strong text-ink hover:border-ink hover:bg-sunken',
  danger: 'min-h-12 px-5 py-2.5 border border-danger text-danger hover:bg-sunken',
  chip: 'min-h-9 px-3 py-1 border border-line-strong text-sm font-medium text-ink hover:border-ink hover:bg-sunken aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-soft max-sm:min-h-11',
  plain: 'min-h-11 link font-medium text-ink',
}

export function buttonLook(look: Look, extra = ''): string {
  return `${shape} ${looks[look]} ${extra}`
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  ref?: Ref<HTMLButtonElement>
  look?: Look
  /** The press was taken and its answer is awaited: the button stays focusable and does nothing. */
  busy?: boolean
  /** Not possible now. Still focusable, so that a keyboard does not lose its place when it changes. */
  unavailable?: boolean
  children: ReactNode
}

export function Button({ look = 'quiet', busy = false, unavailable = false, className, onClick, type = 'button', children, ...rest }: ButtonProps) {
  const inert = busy || unavailable
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={unavailable || undefined}
      className={buttonLook(look, className)}
      onClick={(event) => {
        if (inert) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {children}
    </button>
  )
}

export function ButtonLink({ look = 'quiet', className, ...rest }: Omit<LinkProps, 'className'> & { look?: Look; className?: string }) {
  return <Link {...rest} className={buttonLook(look, className)} />
}
