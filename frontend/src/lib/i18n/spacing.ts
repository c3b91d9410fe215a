const THIN = '\u2009'
const HAN = '\\p{Script=Han}'
const LATIN = '[A-Za-z0-9¥$€£%+@#]'
const hanLatin = new RegExp(`(${HAN}) ?(?=${LATIN})`, 'gu')
/** What stands before a time that is told in words: 截至 今天 09:30 is one expression. */
const words = new RegExp(`(${HAN}) (?=今天|昨天)`, 'gu')
/** Where one sentence ends and the next begins. */
const ends = /([。；！？]) +/gu
const latinHan = new RegExp(`(${LATIN}) ?(?=${HAN})`, 'gu')

/** Returns the text with a thin space between Chinese and Latin letters or figures, as Chinese typesetting asks. */
export function spaced(text: string): string {
  return text.replace(words, '$1').replace(ends, '$1').replace(hanLatin, `$1${THIN}`).replace(latinHan, `$1${THIN}`)
}
