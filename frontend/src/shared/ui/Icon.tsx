import type { ReactNode } from 'react'

/** The icon set: one grid, one stroke, drawn for this shop. Icons are always decoration next to words. */
const drawings = {
  alert: <path d="M12 8v5m0 3.2v.1M12 3.5 2.8 19.5h18.4z" />,
  arrow: <path d="M4 12h15m-6-6 6 6-6 6" />,
  cart: <path d="M3 4h2.5l2.2 11.5h10.1L20.5 8H6.4M9.5 20a.6.6 0 1 0 0-.1zm7 0a.6.6 0 1 0 0-.1z" />,
  check: <path d="m4.5 12.5 5 5 10-11" />,
  chevron: <path d="m6 9 6 6 6-6" />,
  close: <path d="M6 6l12 12M18 6 6 18" />,
  clock: <path d="M12 7v5.5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z" />,
  copy: <path d="M8 8V4h12v12h-4M4 8h12v12H4z" />,
  filter: <path d="M4 7h16M7 12h10M10 17h4" />,
  minus: <path d="M5 12h14" />,
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />,
  plus: <path d="M12 5v14M5 12h14" />,
  search: <path d="M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM20 20l-4.3-4.3" />,
  sun: <path d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm0-6v2.5m0 15V22M2 12h2.5m15 0H22M4.9 4.9l1.8 1.8m10.6 10.6 1.8 1.8m0-14.2-1.8 1.8M6.7 17.3l-1.8 1.8" />,
  truck: <path d="M2.5 6h11v10.5h-11zM13.5 9.5h4l3.5 3.6v3.4h-7.5zM6.5 19.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zm10.5 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z" />,
  user: <path d="M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-3.8 3.7-5.5 7.5-5.5s6.7 1.7 7.5 5.5" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="shrink-0"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {drawings[name]}
    </svg>
  )
}

/** The mark: a door, standing ajar. */
export function Mark() {
  return (
    <svg aria-hidden="true" className="shrink-0" width="22" height="22" viewBox="0 0 22 22" fill="none">
      <path d="M2 1h11v20H2z" fill="currentColor" />
      <path d="M13.75 1.75 20 5v16.25l-6.25-3.25z" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}
