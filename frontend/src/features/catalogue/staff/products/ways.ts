import type { ProductStatus } from '@/api/types'

/** Where a product may go from where it is. */
export const ways: Readonly<Record<ProductStatus, readonly ProductStatus[]>> = {
  draft: ['published', 'archived'],
  published: ['draft', 'archived'],
  archived: ['published', 'draft'],
}
