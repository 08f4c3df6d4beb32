import { counted, plural, say } from '../lib/words'
import type { Island } from './mount'

/** Words under the field, and whether the text is too long. Counts as the server does: characters, not UTF-16 units. */
export function remaining(text: string, limit: number): { words: string; over: boolean } {
  const left = limit - [...text.replace(/\r\n/g, '\n')].length
  const many = Math.abs(left)
  const noun = plural(many, 'знак', 'знака', 'знаков')
  return left < 0
    ? { words: say(`Лишних: ${many} ${noun}`, `${counted(many, 'character')} too many`), over: true }
    : { words: say(`Можно ещё ${many} ${noun}`, `${counted(many, 'character')} left`), over: false }
}

/** On a <textarea data-limit="2000">: says how much room is left. The limit itself is the server's business. */
const charCount: Island = (root) => {
  if (!(root instanceof HTMLTextAreaElement)) return
  const limit = Number(root.dataset['limit'])
  if (!limit) return
  const seen = document.createElement('p')
  seen.className = 'char-count'
  seen.setAttribute('aria-hidden', 'true')
  const spoken = document.createElement('p')
  spoken.className = 'visually-hidden'
  spoken.setAttribute('role', 'status')
  root.after(seen, spoken)

  let pause = 0
  const show = (): void => {
    const { words, over } = remaining(root.value, limit)
    seen.textContent = words
    seen.classList.toggle('char-count--over', over)
    // Screen readers are told when the typing stops, not at every letter.
    clearTimeout(pause)
    pause = window.setTimeout(() => (spoken.textContent = words), 1000)
  }
  root.addEventListener('input', show)
  show()
}

export default charCount
