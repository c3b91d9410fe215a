/** The first Chinese letter of each Latin one in the order of the dictionary; there are none for I, U and V. */
const FIRST: readonly (readonly [string, string])[] = [
  ['阿', 'a'], ['八', 'b'], ['嚓', 'c'], ['哒', 'd'], ['妸', 'e'], ['发', 'f'], ['旮', 'g'], ['哈', 'h'], ['讥', 'j'], ['咔', 'k'], ['垃', 'l'], ['妈', 'm'],
  ['拏', 'n'], ['噢', 'o'], ['妑', 'p'], ['七', 'q'], ['呥', 'r'], ['仨', 's'], ['他', 't'], ['屲', 'w'], ['夕', 'x'], ['丫', 'y'], ['帀', 'z'],
]
const order = new Intl.Collator('zh-CN-u-co-pinyin')
const HAN = /\p{Script=Han}/u
const known = new Map<string, string>()

/** Returns the initials of a Chinese text: 生命周期 is smzq. Other letters and figures stay, marks go. */
export function initialsOf(text: string): string {
  return Array.from(text.toLowerCase()).map((letter) => (HAN.test(letter) ? initialOf(letter) : /[a-z0-9]/.test(letter) ? letter : '')).join('')
}

function initialOf(letter: string): string {
  const before = known.get(letter)
  if (before !== undefined) return before
  const found = FIRST.findLast(([first]) => order.compare(first, letter) <= 0)?.[1] ?? ''
  known.set(letter, found)
  return found
}
