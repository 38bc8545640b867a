import type { Banner } from '@/api/types'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { readCount } from '../editing/amounts'
import { checkWindow, momentOf, windowFromNow, windowOf, type WindowValues } from '../editing/window'

export interface BannerValues extends WindowValues {
  title: string
  text: string
  link: string
  /** Empty for none. */
  image_url: string
  position: string
}

export const fields = ['title', 'text', 'link', 'image_url', 'position', 'starts_at', 'ends_at'] as const

export function valuesOf(banner: Banner): BannerValues {
  const { title, text, link, image_url, position } = banner
  return { title, text, link, image_url: image_url ?? '', position: String(position), ...windowOf(banner) }
}

export const startWith = (position: number): BannerValues => ({ title: '', text: '', link: '', image_url: '', position: String(position), ...windowFromNow(null) })

/** A path of this shop, or an https address: what the shop takes as well. */
function leadsSomewhere(link: string): boolean {
  return /^\/(?![/\\])\S*$/.test(link) || /^https:\/\/\S+$/.test(link)
}

/** What can be seen without asking the shop. */
export function checkBanner(values: BannerValues) {
  const words = staffCatalogue.banners
  const position = readCount(values.position)
  return {
    ...(values.title.trim() === '' && { title: editing.titleMissing }),
    ...(!leadsSomewhere(values.link.trim()) && { link: words.linkOdd }),
    ...((position === null || position > 1_000_000) && { position: words.positionOdd }),
    ...checkWindow(values, { endless: true }),
  }
}

const orNull = (text: string) => (text === '' ? null : text)

/** What was changed, as the shop takes it. */
export function changeOf({ title, text, link, image_url, position, starts_at, ends_at }: Partial<BannerValues>) {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(text !== undefined && { text }),
    ...(link !== undefined && { link: link.trim() }),
    ...(image_url !== undefined && { image_url: orNull(image_url) }),
    ...(position !== undefined && { position: readCount(position) ?? 0 }),
    ...(starts_at !== undefined && { starts_at: momentOf(starts_at) }),
    ...(ends_at !== undefined && { ends_at: orNull(momentOf(ends_at)) }),
  }
}

export function newBannerOf(values: BannerValues) {
  return { ...changeOf(values), title: values.title.trim(), link: values.link.trim(), starts_at: momentOf(values.starts_at) }
}
