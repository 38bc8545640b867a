import type { Sale } from '@/api/types'

const second = 1_000
/** After the browser has given up: first this long, then twice as long, up to a minute. */
const firstPause = 5 * second
const longestPause = 60 * second

/** What a browser's EventSource can do, as far as it is needed. */
export interface Source {
  readonly readyState: number
  addEventListener: (type: string, listener: (event: MessageEvent<string>) => void) => void
  close: () => void
}

export type OpenSource = (url: string) => Source

const closed = 2

interface Listener {
  sale: (sale: Sale) => void
  /** Whether snapshots come. Where they do not, somebody has to ask. */
  following: (following: boolean) => void
  /** The sale is over: nothing more will come, ever. */
  over: () => void
}

/**
 * The stream of one sale. A connection that breaks is opened again by the browser, when the shop has said to; when the
 * shop refuses, the browser gives up, and this comes back later, never in step with others.
 */
export class SaleStream {
  private source: Source | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private pause = firstPause
  private readonly url: string
  private readonly listener: Listener
  private readonly open: OpenSource
  private readonly random: () => number

  constructor(saleId: string, listener: Listener, open: OpenSource, random: () => number = Math.random) {
    this.url = `/api/v1/sales/${encodeURIComponent(saleId)}/events`
    this.listener = listener
    this.open = open
    this.random = random
    this.connect()
  }

  close(): void {
    clearTimeout(this.timer)
    this.source?.close()
    this.source = null
  }

  private connect(): void {
    const source = this.open(this.url)
    this.source = source
    source.addEventListener('open', () => {
      this.pause = firstPause
      this.listener.following(true)
    })
    source.addEventListener('error', () => {
      this.listener.following(false)
      if (source.readyState === closed) this.comeBack()
    })
    source.addEventListener('sale', (event) => this.listener.sale(JSON.parse(event.data) as Sale))
    source.addEventListener('end', () => {
      this.close()
      this.listener.over()
    })
  }

  private comeBack(): void {
    this.close()
    this.timer = setTimeout(() => this.connect(), this.pause * (1 + this.random()))
    this.pause = Math.min(this.pause * 2, longestPause)
  }
}
