import { readFile } from 'node:fs/promises'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { arrange } from '../src/features/sales/arrange.ts'

type Sales = Parameters<typeof arrange>[0]

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const sale = (id: string, status: string, starts: number, ends: number) => ({
  id,
  status,
  starts_at: inMinutes(starts),
  ends_at: inMinutes(ends),
  product: { image_url: `/demo/${id}.svg` },
})

/** Runs public/early.js in a page that has just enough to run it, and returns what it put on the plate. */
async function pictureFor(pathname: string, answer: unknown, search = '', parsed = true) {
  const source = await readFile(new URL('../public/early.js', import.meta.url), 'utf8')
  const shown: { src: string }[] = []
  const asked: string[] = []
  const window: Record<string, unknown> = {}
  const elements: Record<string, { hidden?: boolean }> = {
    'early-search': { hidden: true },
    'early-path': { hidden: true },
    'early-plate': Object.assign({ hidden: true }, { appendChild: (image: { src: string }) => shown.push(image) }),
  }
  let there = parsed
  const watching: (() => void)[] = []
  runInNewContext(source, {
    window,
    location: { pathname, search },
    localStorage: { getItem: () => 'dark' },
    document: { readyState: 'loading', documentElement: { dataset: {} }, getElementById: (id: string) => (there ? elements[id] : null) },
    MutationObserver: function MutationObserver(callback: () => void) {
      watching.push(callback)
      return { observe: () => undefined, disconnect: () => undefined }
    },
    performance,
    Image: function Image() {
      return {}
    },
    fetch: (url: string) => {
      asked.push(url)
      return Promise.resolve(Response.json(answer))
    },
  })
  await new Promise((settled) => setTimeout(settled, 20))
  if (!parsed) {
    for (const look of watching) look()
    there = true
    for (const look of watching) look()
  }
  const frame = Object.keys(elements).filter((id) => elements[id]?.hidden === false)
  return { asked, picture: shown[0]?.src, srcset: (shown[0] as { srcset?: string } | undefined)?.srcset, frame }
}

describe('the head start', () => {
  const turning = [
    sale('over', 'ended', -90, -30),
    sale('later', 'live', -10, 50),
    sale('gone', 'sold_out', -10, 5),
    sale('first', 'live', -10, 20),
    sale('coming', 'scheduled', 1, 60),
  ]

  it('shows the sale that the list will lead with', async () => {
    for (const sales of [turning, turning.slice(4), [turning[2], turning[4]]]) {
      const { picture, asked } = await pictureFor('/', { items: sales })
      const { open, upcoming } = arrange(sales as unknown as Sales)
      expect(picture).toBe(`/demo/${(open[0] ?? upcoming[0])?.id ?? ''}.svg`)
      expect(asked).toEqual(['/api/v1/sales?limit=100'])
    }
  })

  it('shows the sale whose page this is', async () => {
    const { picture, asked } = await pictureFor('/sales/abc', turning[3])
    expect(picture).toBe('/demo/first.svg')
    expect(asked).toEqual(['/api/v1/sales/abc'])
  })

  it('shows the product whose page this is, in the size that fits', async () => {
    const sources = [{ type: 'image/webp', srcset: '/images/a-160.webp 160w, /images/a-640.webp 640w' }]
    const { picture, srcset, asked, frame } = await pictureFor('/products/kettle', { images: [{ url: '/images/a.jpg', sources }] })
    expect(picture).toBe('/images/a.jpg')
    expect(srcset).toBe(sources[0]?.srcset)
    expect(asked).toEqual(['/api/v1/products/kettle'])
    expect(frame).toEqual(['early-search', 'early-path', 'early-plate'])
  })

  it('asks for the products as their page does, unless they are narrowed', async () => {
    const { picture, asked } = await pictureFor('/products', { items: [{ images: [{ url: '/a.svg' }] }] })
    expect(picture).toBeUndefined()
    expect(asked).toEqual(['/api/v1/products?limit=24&facets=true'])
    expect((await pictureFor('/products', {}, '?q=tea')).asked).toEqual([])
  })

  it('draws the frame of the page that comes', async () => {
    expect((await pictureFor('/', { items: turning })).frame).toEqual(['early-search', 'early-plate'])
    expect((await pictureFor('/sales/abc', turning[3])).frame).toEqual(['early-plate'])
    expect((await pictureFor('/sales', { items: turning })).frame).toEqual(['early-search'])
  })

  it('draws the frame as soon as it is parsed, while the code is still on its way', async () => {
    expect((await pictureFor('/products', {}, '', false)).frame).toEqual(['early-search'])
  })

  it('leaves every other page alone', async () => {
    expect(await pictureFor('/orders', {})).toMatchObject({ asked: [], picture: undefined, frame: [] })
    expect(await pictureFor('/products/a/b', {})).toMatchObject({ asked: [], frame: [] })
  })
})
