/** Fails when what the first page loads passes the limit: the entry, everything it imports, its styles, the larger language. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 350
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const files = new Set()

function take(name) {
  const chunk = manifest[name]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  chunk.css?.forEach((file) => files.add(file))
  chunk.imports?.forEach(take)
}

take('index.html')
take('src/lib/i18n/zh-CN/index.ts')
const size = (file) => gzipSync(readFileSync(new URL(file, dist))).length / 1024
const sizes = [...files].map((file) => [file, size(file)]).sort((a, b) => b[1] - a[1])
const total = sizes.reduce((sum, [, kb]) => sum + kb, 0)
for (const [file, kb] of sizes) console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`)
console.log(`${total.toFixed(1).padStart(7)} kB  first load, gzip (limit ${LIMIT_KB})`)
process.exit(total > LIMIT_KB ? 1 : 0)
