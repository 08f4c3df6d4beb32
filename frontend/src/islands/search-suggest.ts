import { type Row, suggesting } from '../lib/suggesting'
import type { Island } from './mount'

interface Suggestion extends Row {
  url: string
}

/** Where to ask, or "" for fewer than two signs. */
export function question(url: string, text: string): string {
  const q = text.trim()
  return q.length < 2 ? '' : `${url}?${new URLSearchParams({ q }).toString()}`
}

/** Only our own pages are gone to, whatever came. */
export function ours(url: string): boolean {
  return url.startsWith('/') && !url.startsWith('//')
}

/**
 * On <input data-url="/search/suggest"> of a search form: whoever chooses a suggestion goes to its page. Enter without
 * a choice sends the form, as it does without JavaScript.
 */
const searchSuggest: Island = (root) => {
  if (!(root instanceof HTMLInputElement) || !root.dataset['url']) return
  const url = root.dataset['url']
  suggesting<Suggestion>(root, {
    address: (text) => question(url, text),
    chosen: (row) => {
      if (ours(row.url)) window.location.assign(row.url)
    },
  })
}

export default searchSuggest
