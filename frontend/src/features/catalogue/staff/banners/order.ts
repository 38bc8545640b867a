import type { Banner } from '@/api/types'
import { moved } from '../pictures/order'

const step = 10

/** Which banners need which place so that one of them stands a place earlier or later: as few as there can be. */
export function placesAfter(banners: readonly Banner[], place: number, by: -1 | 1): { banner: Banner; position: number }[] {
  const next = moved(banners, place, by)
  if (next === banners) return []
  let last = -1
  return next.flatMap((banner, at) => {
    // Those before the two stay where they are, and so do those behind them as long as that keeps the order.
    const stays = at < Math.min(place, place + by) || (at > Math.max(place, place + by) && banner.position > last)
    const position = stays ? banner.position : Math.floor(last / step) * step + step
    last = position
    return position === banner.position ? [] : [{ banner, position }]
  })
}
