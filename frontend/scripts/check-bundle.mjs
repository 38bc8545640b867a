// Fails the build when the JavaScript that the first page needs (the entry and what it imports statically) outgrows its
// budget, or when a source map slipped into dist.
import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const budget = 150 * 1024
const dist = new URL('../dist/', import.meta.url)

const html = await readFile(new URL('index.html', dist), 'utf8')
const entries = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => String(match[1]))

const seen = new Map()
const queue = [...entries]
for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
  if (seen.has(path)) continue
  const source = await readFile(new URL(path, dist), 'utf8')
  seen.set(path, gzipSync(source).length)
  const imports = source.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)
  for (const match of imports) queue.push(`assets/${match[1]}`)
}

const total = [...seen.values()].reduce((sum, size) => sum + size, 0)
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} kB`
for (const [path, size] of seen) console.log(`${kilobytes(size).padStart(10)}  ${path}`)
console.log(`${kilobytes(total).padStart(10)}  initial JavaScript, gzip (budget ${kilobytes(budget)})`)

const maps = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.map'))
if (maps.length > 0) throw new Error(`source maps in dist: ${maps.join(', ')}`)
if (total > budget) throw new Error('the initial JavaScript is over its budget')
