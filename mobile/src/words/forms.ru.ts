const plural = new Intl.PluralRules('ru')

/** 1 фото, 2 фото, 5 фото: the form that goes with a number. */
export function form(n: number, one: string, few: string, many: string): string {
  return `${n} ${{ one, few, many }[plural.select(n) as 'one' | 'few' | 'many'] ?? few}`
}
