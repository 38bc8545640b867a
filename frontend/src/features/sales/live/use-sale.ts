import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Sale } from '@/api/types'
import { saleQuery, showSale } from '../queries'
import { LiveSale, thisBrowser } from './live-sale'

/** One sale as it changes: told by the shop where that is possible, asked for where it is not. */
export function useSale(id: string) {
  const [following, setFollowing] = useState(false)
  const query = useQuery(saleQuery(id, following))
  useLiveSale(query.data, setFollowing)
  return query
}

function useLiveSale(sale: Sale | undefined, onFollowing: (following: boolean) => void) {
  const queries = useQueryClient()
  // What is over does not change, and what is unknown cannot be followed.
  const id = sale && sale.status !== 'ended' && sale.status !== 'cancelled' ? sale.id : undefined

  useEffect(() => {
    const browser = thisBrowser()
    if (id === undefined || !browser) return
    const live = new LiveSale(id, { sale: (latest) => showSale(queries, latest), following: onFollowing }, browser)
    return () => {
      live.stop()
      onFollowing(false)
    }
  }, [id, onFollowing, queries])
}
