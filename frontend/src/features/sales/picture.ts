import type { Sale } from '@/api/types'
import type { Shown } from '@/shared/ui/Picture'

/** The picture of what a sale sells. */
export function pictureOf({ product }: Pick<Sale, 'product'>): Shown | null {
  return product.image_url == null ? null : { url: product.image_url }
}

/** How wide the picture on a stage is drawn. */
export const stageSizes = '(width >= 82rem) 44rem, (width >= 68rem) 54vw, 100vw'
