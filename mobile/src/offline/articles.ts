import type { Language } from '../words'
import { fitting } from './lookup'
import { keptJson } from './packs'

/** articles.json, as the portal makes it (otklik/knowledge/offline). html is clean: nothing in it runs or loads. */
interface Kept {
  articles?: { code: string; checked_on: string; texts: Record<string, Text> }[]
}
interface Text {
  title: string
  lead: string
  html: string
}
export interface Article extends Text {
  code: string
  /** YYYY-MM-DD; empty: nobody has compared it with its sources. */
  checkedOn: string
  /** Of the text: Russian where there is no other. */
  lang: string
}

/** In this language, each once; null: nothing is kept. */
export async function articles(language: Language): Promise<Article[] | null> {
  const kept = await keptJson<Kept>('articles.json')
  return kept.length ? spoken(kept, language) : null
}

export function spoken(kept: readonly Kept[], language: Language): Article[] {
  const made = new Map<string, Article>()
  for (const { code, checked_on, texts } of kept.flatMap((one) => one.articles ?? [])) {
    const lang = texts[language] ? language : 'ru'
    const text = texts[lang]
    if (text) made.set(code, { ...text, code, checkedOn: checked_on, lang })
  }
  return [...made.values()]
}

/** Those in which each typed word begins one; the title counts first. */
export function about(all: readonly Article[], typed: string): Article[] {
  const has = fitting(typed)
  const named = all.filter((one) => has(one.title))
  return [...named, ...all.filter((one) => !named.includes(one) && has(`${one.title} ${one.lead} ${one.html.replace(/<[^>]*>/g, ' ')}`))]
}
