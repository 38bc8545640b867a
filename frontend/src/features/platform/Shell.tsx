import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Outlet, ScrollRestoration, useLocation } from 'react-router'
import { isForStaff } from '@/shared/paths'
import { texts } from '@/texts/en'
import { Footer } from './Footer'
import { Header } from './Header'
import { Outline, placeOf } from './Outline'
import { shopQuery } from './queries'

/** The frame around every page of the shop. It needs no answer from the shop to stand. */
export function Frame({ children }: { children: ReactNode }) {
  const { data: shop } = useQuery(shopQuery())
  return (
    <Outline header={<Header shopName={shop?.name ?? texts.shop.name} />} footer={<Footer shop={shop} />}>
      {children}
    </Outline>
  )
}

export function Shell() {
  return (
    <Frame>
      <Outlet />
      <ScrollRestoration getKey={placeOf} />
    </Frame>
  )
}

/** Shown while the code of the first page is on its way: the frame at once, and room for the content. */
export function ShellFallback() {
  const { pathname } = useLocation()
  const waiting = (
    <div className="min-h-[80svh]" role="status">
      <span className="sr-only">{texts.common.loading}</span>
    </div>
  )
  // The pages of the staff bring a frame of their own.
  if (isForStaff(pathname)) return <Outline header={<div className="h-(--header) border-b border-line" />}>{waiting}</Outline>
  return <Frame>{waiting}</Frame>
}
