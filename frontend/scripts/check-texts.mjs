/** Fails when the two languages differ in their keys or placeholders, or when the code uses a key that is missing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const source = new URL('../src/', import.meta.url).pathname
const faults = []

function flat(value, path = []) {
  if (typeof value === 'string') return [[path.join('.'), value]]
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, [...path, name]))
}

function catalog(language) {
  const folder = join(source, 'lib/i18n', language)
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(files.flatMap((name) => flat(JSON.parse(readFileSync(join(folder, name), 'utf8')), [name.slice(0, -5)])))
}

/** Plural forms are one key: English has one and other where Chinese has other only. */
const plain = (key) => key.replace(/_(one|other)$/, '')
const places = (text) => [...text.matchAll(/{{(\w+)/g)].map((match) => match[1]).sort().join(' ')

function compare(from, to, language) {
  const theirs = new Map([...to].map(([key, text]) => [plain(key), text]))
  for (const [key, text] of from) {
    const other = theirs.get(plain(key))
    if (other === undefined) faults.push(`${key} is missing in ${language}`)
    else if (places(other) !== places(text)) faults.push(`${key} has other placeholders in ${language}: ${places(text)} / ${places(other)}`)
    if (text.trim() === '') faults.push(`${key} is empty`)
  }
}

function codeFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const zh = catalog('zh-CN')
const en = catalog('en')
compare(zh, en, 'en')
compare(en, zh, 'zh-CN')

/** Texts that come with the pages of one feature are said there only: elsewhere they may not have come. */
const areas = new Map(
  readdirSync(join(source, 'lib/i18n/zh-CN'))
    .filter((name) => name.startsWith('area_'))
    .flatMap((name) => [...readFileSync(join(source, 'lib/i18n/zh-CN', name), 'utf8').matchAll(/from '\.\/(\w+)\.json'/g)].map(([, part]) => [part, `features/${name.slice(5, -3)}/`])),
)

const known = new Set([...zh.keys()].map(plain))
const used = new Set()
const stems = []
for (const file of codeFiles(source)) {
  const text = readFileSync(file, 'utf8')
  for (const [, key] of text.matchAll(/\bt\(\s*'([^']+)'/g)) {
    used.add(key)
    if (!known.has(key)) faults.push(`${file.slice(source.length)} uses ${key}, which is not in the catalogs`)
  }
  for (const [, part] of text.matchAll(/['"`]([a-z_]+)\.[\w$]/g)) {
    const home = areas.get(part)
    if (home && !file.startsWith(join(source, home))) faults.push(`${file.slice(source.length)} says ${part}, whose texts come with ${home} only`)
  }
  // Whole keys written outside a call, and the fixed beginning of keys that end in a code.
  for (const [, key] of text.matchAll(/'([a-z_]+(?:\.\w+)+)'/g)) used.add(key)
  for (const [, stem] of text.matchAll(/\bt\(\s*`([^`$]+)\$/g)) stems.push(stem)
}
for (const key of known) {
  if (!used.has(key) && !stems.some((stem) => key.startsWith(stem))) faults.push(`${key} is used nowhere`)
}

for (const fault of faults) console.error(fault)
console.log(`${known.size} texts in two languages, ${faults.length} faults`)
process.exit(faults.length > 0 ? 1 : 0)
