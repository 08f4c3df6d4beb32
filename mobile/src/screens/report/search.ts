import { type Classifier, type Topic, topicsFor } from './form'

export interface Found {
  topic: Topic
  category: string
}

/** Topics of this kind in which every word of the question begins a word; best first. No network is asked. */
export function search(classifier: Classifier, kind: string, question: string, most = 12): Found[] {
  const wanted = words(question)
  if (wanted.length === 0) return []
  return topicsFor(classifier, kind)
    .flatMap(({ title, topics }) => topics.map((topic) => ({ topic, category: title, rank: rank(topic, title, wanted) })))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, most)
    .map(({ topic, category }) => ({ topic, category }))
}

/** 0: it does not fit. A word of the title counts more than what people say instead, that more than the category. */
function rank(topic: Topic, category: string, wanted: readonly string[]): number {
  const own = words(topic.title)
  const said = words(topic.other_words ?? '') // a classifier kept by an earlier app has none
  const around = words(category)
  let sum = 0
  for (const word of wanted) {
    if (said.includes(word)) sum += 4
    else if (own.some((one) => begins(one, word))) sum += 3
    else if (said.some((one) => begins(one, word))) sum += 2
    else if (around.some((one) => begins(one, word))) sum += 1
    else return 0
  }
  return sum
}

/** «ямы» finds «яма», «дорогу» finds «дороги»: Russian words change at the end. */
function begins(word: string, typed: string): boolean {
  if (word.startsWith(typed)) return true
  const stem = typed.slice(0, typed.length > 5 ? -2 : -1)
  return typed.length >= 3 && stem.length >= 2 && word.startsWith(stem) && Math.abs(word.length - typed.length) <= 3
}

function words(text: string): string[] {
  return text.toLowerCase().replaceAll('ё', 'е').match(/[\p{L}\p{N}]+/gu) ?? []
}
