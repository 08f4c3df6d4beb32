import { say } from '../lib/words'
import type { Island } from './mount'

/** On a link: a press copies its address and says so. Where copying is not allowed the link stays a link. */
const copyLink: Island = (root) => {
  if (!(root instanceof HTMLAnchorElement) || !navigator.clipboard) return
  const words = root.querySelector('span') ?? root
  const before = words.textContent ?? ''
  words.textContent = say('Копировать ссылку', 'Copy the link')
  const said = document.createElement('span')
  said.className = 'visually-hidden'
  said.setAttribute('role', 'status')
  root.after(said)
  root.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    navigator.clipboard.writeText(root.href).then(
      () => {
        words.textContent = said.textContent = say('Ссылка скопирована', 'The link is copied')
      },
      () => {
        words.textContent = before
        location.href = root.href
      },
    )
  })
}

export default copyLink
