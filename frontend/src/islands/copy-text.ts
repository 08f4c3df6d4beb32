import { say } from '../lib/words'
import type { Island } from './mount'

/** On a button or link with `data-from`, the id of what it copies. Where copying is not allowed it stays away. */
const copyText: Island = (root) => {
  const from = document.getElementById(root.dataset['from'] ?? '')
  if (!from || !navigator.clipboard) return
  const words = root.querySelector('span') ?? root
  root.hidden = false
  root.addEventListener('click', (event) => {
    event.preventDefault()
    const text = from instanceof HTMLTextAreaElement || from instanceof HTMLInputElement ? from.value : (from.textContent ?? '')
    navigator.clipboard.writeText(text.trim()).then(
      () => (words.textContent = say('Скопировано', 'Copied')),
      () => (words.textContent = say('Не вышло: выделите и скопируйте сами', 'It did not work: select and copy it yourself')),
    )
  })
}

export default copyText
