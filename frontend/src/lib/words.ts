/** The one of two texts that fits the page's language; the server has written it on <html>. */
export function say(russian: string, english: string): string {
  return typeof document !== 'undefined' && document.documentElement.lang.startsWith('en') ? english : russian
}

/** The Russian word that goes with `n`: 1 знак, 2 знака, 5 знаков. */
export function plural(n: number, one: string, few: string, many: string): string {
  const tens = n % 100
  const units = n % 10
  if (units === 1 && tens !== 11) return one
  return units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? few : many
}

/** The number with its English word: 1 character, 5 characters. */
export function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}
