import { SAVED } from '../lib/events'
import type { Island } from './mount'

/** What the server has now; null where it has no answer: what is shown stays. */
export async function renewed(url: string, ask: (url: string) => Promise<Response>): Promise<string | null> {
  try {
    const answer = await ask(url)
    return answer.ok ? await answer.text() : null
  } catch {
    return null
  }
}

/**
 * On <div data-url="/new/…/articles">: shows what may help without an appeal, anew whenever the draft has been saved.
 * The words themselves are not sent again: the server has them.
 */
const articleHints: Island = (root) => {
  const url = root.dataset['url']
  if (!url) return
  let turn = 0
  document.addEventListener(SAVED, async () => {
    const mine = ++turn
    const html = await renewed(url, fetch)
    if (html !== null && mine === turn && html !== root.innerHTML) root.innerHTML = html
  })
}

export default articleHints
