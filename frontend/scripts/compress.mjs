// Writes .br and .gz next to every file that gains from it, so that the server hands out bytes it never has to compress.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const compressible = /\.(?:html|js|css|svg|json|txt|webmanifest)$/
const smallest = 512
const root = new URL('../dist', import.meta.url).pathname

const encoders = {
  br: (/** @type {Buffer} */ bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (/** @type {Buffer} */ bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
}

const entries = await readdir(root, { recursive: true, withFileTypes: true })
for (const entry of entries.filter((one) => one.isFile() && compressible.test(one.name))) {
  const path = join(entry.parentPath, entry.name)
  const bytes = await readFile(path)
  if (bytes.length < smallest) continue
  for (const [extension, encode] of Object.entries(encoders)) {
    const packed = await encode(bytes)
    if (packed.length < bytes.length) await writeFile(`${path}.${extension}`, packed)
  }
}
