import type { Sale } from '@/api/types'
import { type OpenSource, SaleStream } from './stream'

/** A tab that nobody has looked at for so long lets go of the stream. */
const outOfSight = 5_000

type Message = { readonly kind: 'hello' } | { readonly kind: 'sale'; readonly sale: Sale } | { readonly kind: 'following'; readonly following: boolean }

/** The parts of a browser that following a sale needs. */
export interface Browser {
  openSource: OpenSource
  locks: Pick<LockManager, 'request'>
  openChannel: (name: string) => BroadcastChannel
}

/** None where a part is missing: old browsers, and shops that are tried out over plain http on a LAN. Those poll. */
export function thisBrowser(): Browser | null {
  if (!('EventSource' in globalThis && 'BroadcastChannel' in globalThis && 'locks' in navigator)) return null
  return {
    openSource: (url) => new EventSource(url),
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
  }
}

interface Listener {
  sale: (sale: Sale) => void
  /** Whether snapshots come by themselves. */
  following: (following: boolean) => void
}

/**
 * Follows one sale for this tab, over one stream for all tabs of the browser: a browser has few connections to spare.
 * The tab that holds the sale's lock holds the stream and tells the others. When it is closed, or out of sight, the
 * browser hands the lock to the next one.
 */
export class LiveSale {
  private readonly saleId: string
  private readonly listener: Listener
  private readonly browser: Browser
  private readonly channel: BroadcastChannel
  private stream: SaleStream | null = null
  private latest: Sale | null = null
  private following = false
  private over = false
  private abort: AbortController | null = null
  private hiding: ReturnType<typeof setTimeout> | undefined

  constructor(saleId: string, listener: Listener, browser: Browser) {
    this.saleId = saleId
    this.listener = listener
    this.browser = browser
    this.channel = browser.openChannel(this.name)
    this.channel.onmessage = (event: MessageEvent<Message>) => this.hear(event.data)
    document.addEventListener('visibilitychange', this.look)
    globalThis.addEventListener('pagehide', this.leave)
    globalThis.addEventListener('pageshow', this.look)
    // Somebody may be following already.
    this.tell({ kind: 'hello' })
    this.look()
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.look)
    globalThis.removeEventListener('pagehide', this.leave)
    globalThis.removeEventListener('pageshow', this.look)
    clearTimeout(this.hiding)
    this.leave()
    this.channel.close()
  }

  private get name(): string {
    return `doorbuster.sale.${this.saleId}`
  }

  private readonly look = (): void => {
    clearTimeout(this.hiding)
    if (document.visibilityState === 'visible') this.enter()
    else this.hiding = setTimeout(this.leave, outOfSight)
  }

  /** Waits for the lock, with it leads, and gives it back when it leaves. */
  private enter(): void {
    if (this.abort || this.over) return
    const abort = new AbortController()
    this.abort = abort
    const left = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
    const lead = () => {
      if (!abort.signal.aborted) this.lead()
      return left
    }
    this.browser.locks.request(this.name, { signal: abort.signal }, lead).catch(() => {
      // Left before it was our turn.
    })
  }

  private readonly leave = (): void => {
    this.abort?.abort()
    this.abort = null
    if (!this.stream) return
    this.stream.close()
    this.stream = null
    this.follow(false)
  }

  private lead(): void {
    const listener = {
      sale: (sale: Sale) => {
        this.tell({ kind: 'sale', sale })
        this.learn(sale)
      },
      following: (following: boolean) => this.follow(following),
      over: () => {
        this.over = true
        this.leave()
      },
    }
    this.stream = new SaleStream(this.saleId, listener, this.browser.openSource)
  }

  private follow(following: boolean): void {
    this.tell({ kind: 'following', following })
    this.know(following)
  }

  private hear(message: Message): void {
    switch (message.kind) {
      case 'hello':
        if (!this.stream) return
        if (this.latest) this.tell({ kind: 'sale', sale: this.latest })
        this.tell({ kind: 'following', following: this.following })
        return
      case 'sale':
        this.learn(message.sale)
        return
      case 'following':
        // Who has the stream knows better.
        if (!this.stream) this.know(message.following)
    }
  }

  private learn(sale: Sale): void {
    this.latest = sale
    this.listener.sale(sale)
  }

  private know(following: boolean): void {
    if (following === this.following) return
    this.following = following
    this.listener.following(following)
  }

  private tell(message: Message): void {
    this.channel.postMessage(message)
  }
}
