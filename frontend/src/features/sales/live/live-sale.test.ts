import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sale } from '@/api/types'
import { aSale } from '@/testing/examples'
import { fakeBrowser } from '@/testing/live-browser'
import { LiveSale } from './live-sale'

let shop: ReturnType<typeof fakeBrowser>
let tabs: LiveSale[] = []

function openTab() {
  const heard: number[] = []
  const tab = { following: false, heard, live: null as unknown as LiveSale }
  const listener = {
    sale: (sale: Sale) => heard.push(sale.remaining),
    following: (following: boolean) => {
      tab.following = following
    },
  }
  tab.live = new LiveSale(aSale().id, listener, shop.browser)
  tabs.push(tab.live)
  return tab
}

const source = (nth: number) => {
  const found = shop.sources[nth]
  if (!found) throw new Error(`There is no stream number ${nth}.`)
  return found
}
const settled = () => vi.advanceTimersByTimeAsync(0)
const turn = (visibility: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  shop = fakeBrowser()
  tabs = []
})
afterEach(() => {
  for (const tab of tabs) tab.stop()
  vi.useRealTimers()
})

describe('one stream for all tabs', () => {
  it('is held by the first, and heard by all, also by who comes later', async () => {
    const [first, second] = [openTab(), openTab()]
    expect(shop.sources).toHaveLength(1)
    expect(source(0).url).toBe(`/api/v1/sales/${aSale().id}/events`)
    source(0).opens()
    source(0).sends(aSale({ remaining: 9 }))
    const late = openTab()
    source(0).sends(aSale({ remaining: 8 }))
    expect(first.heard).toEqual([9, 8])
    // The answer to the late one is heard by all; twice the same changes nothing.
    expect(second.heard).toEqual([9, 9, 8])
    expect(late.heard).toEqual([9, 8])
    expect([first.following, second.following, late.following]).toEqual([true, true, true])
    await settled()
    expect(shop.sources).toHaveLength(1)
  })

  it('passes on when its tab is closed', async () => {
    const [first, second] = [openTab(), openTab()]
    source(0).opens()
    first.live.stop()
    await settled()
    expect(shop.sources).toHaveLength(2)
    expect(shop.open()).toEqual([source(1)])
    expect(second.following).toBe(false)
    source(1).opens()
    source(1).sends(aSale({ remaining: 7 }))
    expect(second).toMatchObject({ following: true, heard: [7] })
    expect(first.heard).toEqual([])
  })

  it('is let go by a tab that nobody looks at, and taken up again', async () => {
    const tab = openTab()
    source(0).opens()
    turn('hidden')
    await vi.advanceTimersByTimeAsync(4_000)
    turn('visible')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(shop.open()).toHaveLength(1)
    turn('hidden')
    await vi.advanceTimersByTimeAsync(6_000)
    expect(shop.open()).toHaveLength(0)
    expect(tab.following).toBe(false)
    turn('visible')
    await settled()
    expect(shop.open()).toEqual([source(1)])
  })
})

describe('a stream that breaks', () => {
  it('is left to the browser while it tries by itself', async () => {
    const tab = openTab()
    source(0).opens()
    source(0).breaks({ forGood: false })
    expect(tab.following).toBe(false)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(shop.sources).toHaveLength(1)
    source(0).opens()
    expect(tab.following).toBe(true)
  })

  it('is opened again later when the shop refuses, ever later, and never in step', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const [leader, other] = [openTab(), openTab()]
    source(0).breaks({ forGood: true })
    expect([leader.following, other.following]).toEqual([false, false])
    await vi.advanceTimersByTimeAsync(7_400)
    expect(shop.sources).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(shop.sources).toHaveLength(2)
    source(1).breaks({ forGood: true })
    await vi.advanceTimersByTimeAsync(14_900)
    expect(shop.sources).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(200)
    source(2).opens()
    expect([leader.following, other.following]).toEqual([true, true])
  })

  it('stays closed when the sale is over', async () => {
    const tab = openTab()
    source(0).opens()
    source(0).sends(aSale({ status: 'ended', remaining: 0 }))
    source(0).ends()
    turn('hidden')
    turn('visible')
    await vi.advanceTimersByTimeAsync(120_000)
    expect(shop.sources).toHaveLength(1)
    expect(tab).toMatchObject({ following: false, heard: [0] })
  })
})
