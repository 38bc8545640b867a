import { useEffect } from 'react'
import { texts } from '@/texts/en'

/** Names the page in the tab and in the history, and for whoever hears the page change. */
export function useTitle(page: string | undefined): void {
  useEffect(() => {
    document.title = page === undefined ? texts.shop.name : texts.shop.titleOf(page, texts.shop.name)
  }, [page])
}
