import { say } from '../lib/words'
import type { Island } from './mount'

export interface Shot {
  url: string
  alt: string
}

/** Which photo stands `step` places from `at` among `count`; behind the last one comes the first. */
export function turned(at: number, step: number, count: number): number {
  return (((at + step) % count) + count) % count
}

/** What is read below a photo and aloud. */
export function caption(shot: Shot, at: number, count: number): string {
  return count < 2 ? shot.alt : say(`${shot.alt}, ${at + 1} из ${count}`, `${shot.alt}, ${at + 1} of ${count}`)
}

/** On what holds links to photos: a press shows the photo above the page. Esc closes, arrows turn, focus comes back. */
const photoViewer: Island = (root) => {
  if (typeof HTMLDialogElement === 'undefined') return // Safari before 15.4: the links lead to the photos
  const links = [...root.querySelectorAll<HTMLAnchorElement>('a.photo-grid__link')]
  const shots = links.map((link) => ({ url: link.href, alt: link.querySelector('img')?.alt ?? '' }))
  if (!shots.length) return
  let at = 0
  const { dialog, picture, words, back, on, close } = frame()

  const show = (next: number): void => {
    at = next
    const shot = shots[at]
    if (!shot) return
    picture.src = shot.url
    picture.alt = shot.alt
    words.textContent = caption(shot, at, shots.length)
  }
  const turn = (step: number): void => show(turned(at, step, shots.length))

  back.hidden = on.hidden = shots.length < 2
  back.addEventListener('click', () => turn(-1))
  on.addEventListener('click', () => turn(1))
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') turn(-1)
    else if (event.key === 'ArrowRight') turn(1)
    else return
    event.preventDefault()
  })
  dialog.addEventListener('close', () => {
    picture.removeAttribute('src')
    links[at]?.focus() // the photo that was looked at last
  })
  links.forEach((link, place) => {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return // a new tab was asked for
      event.preventDefault()
      if (!dialog.isConnected) document.body.append(dialog)
      show(place)
      dialog.showModal()
      close.focus()
    })
  })
}

function frame() {
  const dialog = document.createElement('dialog')
  dialog.className = 'viewer'
  dialog.setAttribute('aria-label', say('Просмотр фото', 'Photo viewer'))
  const picture = document.createElement('img')
  picture.className = 'viewer__picture'
  const words = document.createElement('p')
  words.setAttribute('role', 'status')
  const bar = document.createElement('div')
  bar.className = 'viewer__bar'
  const back = button(say('Назад', 'Back'), say('Предыдущее фото', 'Previous photo'))
  const on = button(say('Вперёд', 'Next'), say('Следующее фото', 'Next photo'))
  const close = button(say('Закрыть', 'Close'), '')
  bar.append(words, back, on, close)
  dialog.append(picture, bar)
  return { dialog, picture, words, back, on, close }
}

/** label: what is read aloud when the words alone do not say it; it must hold the words seen. */
function button(words: string, label: string): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'viewer__button'
  made.textContent = words
  if (label) made.title = label
  return made
}

export default photoViewer
