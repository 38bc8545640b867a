import type { Sale } from '@/api/types'
import type { Browser } from '@/features/sales/live/live-sale'
import type { Source } from '@/features/sales/live/stream'

/** A stream whose other end is the test. */
export class FakeSource implements Source {
  readyState = 0
  readonly url: string
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>()

  constructor(url: string) {
    this.url = url
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(type, listener)
  }

  close() {
    this.readyState = 2
  }

  opens() {
    this.readyState = 1
    this.listeners.get('open')?.(new MessageEvent('open'))
  }

  sends(sale: Sale) {
    this.listeners.get('sale')?.(new MessageEvent('sale', { data: JSON.stringify(sale) }))
  }

  ends() {
    this.listeners.get('end')?.(new MessageEvent('end', { data: '{}' }))
  }

  /** It breaks: the browser opens it again by itself, or gives up. */
  breaks({ forGood }: { forGood: boolean }) {
    this.readyState = forGood ? 2 : 0
    this.listeners.get('error')?.(new MessageEvent('error'))
  }
}

class FakeChannel {
  onmessage: ((event: MessageEvent) => void) | null = null
  private readonly others: Set<FakeChannel>

  constructor(others: Set<FakeChannel>) {
    this.others = others
    others.add(this)
  }

  postMessage(data: unknown) {
    for (const other of this.others) if (other !== this) other.onmessage?.(new MessageEvent('message', { data }))
  }

  close() {
    this.others.delete(this)
  }
}

/** Exclusive locks, in the order in which they were asked for. */
class FakeLocks {
  private waiting: { grant: () => Promise<unknown>; signal: AbortSignal }[] = []
  private held = false

  request(_name: string, { signal }: { signal: AbortSignal }, grant: () => Promise<unknown>): Promise<void> {
    this.waiting.push({ grant, signal })
    this.next()
    return Promise.resolve()
  }

  private next(): void {
    if (this.held) return
    const turn = this.waiting.shift()
    if (!turn) return
    if (turn.signal.aborted) {
      this.next()
      return
    }
    this.held = true
    void turn.grant().then(() => {
      this.held = false
      this.next()
    })
  }
}

/** One browser for any number of tabs. */
export function fakeBrowser() {
  const sources: FakeSource[] = []
  const channels = new Set<FakeChannel>()
  const browser: Browser = {
    openSource: (url) => {
      const source = new FakeSource(url)
      sources.push(source)
      return source
    },
    locks: new FakeLocks() as unknown as LockManager,
    openChannel: () => new FakeChannel(channels) as unknown as BroadcastChannel,
  }
  return { browser, sources, open: () => sources.filter((source) => source.readyState !== 2) }
}
