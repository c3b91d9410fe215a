const THIN = '\u2009'
const HAN = '\\p{Script=Han}'
const LATIN = '[A-Za-z0-9¥$€£%+@#]'
const hanLatin = new RegExp(`(${HAN}) ?(?=${LATIN})`, 'gu')
const latinHan = new RegExp(`(${LATIN}) ?(?=${HAN})`, 'gu')

/** Returns the text with a thin space between Chinese and Latin letters or figures, as Chinese typesetting asks. */
export function spaced(text: string): string {
  return text.replace(hanLatin, `$1${THIN}`).replace(latinHan, `$1${THIN}`)
}
