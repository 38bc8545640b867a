import type { User } from '@/api/types'

/** Whether to show the pages of the staff. What somebody may do there is the shop's to decide, request by request. */
export function runsTheShop(user: User): boolean {
  return user.role !== 'customer'
}
