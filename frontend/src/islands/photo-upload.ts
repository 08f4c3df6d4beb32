import { csrfToken } from '../lib/csrf'
import { shrink } from '../lib/picture'
import { send } from '../lib/send'
import { uuid } from '../lib/uuid'
import { counted, plural, say } from '../lib/words'
import type { Island } from './mount'

/** As many of the chosen files as there is room for, and how many had to be left. */
export function withinLimit<T>(chosen: readonly T[], already: number, limit: number): { taken: T[]; left: number } {
  const taken = chosen.slice(0, Math.max(0, limit - already))
  return { taken, left: chosen.length - taken.length }
}

/**
 * On <div data-url="…" data-limit="10"> around a file input and <ul class="photos"> (parts/photo_upload). Each photo goes
 * in a POST of its own (`photo`, `client_key`) as soon as it is chosen; the same key is used when it is sent again. The
 * buttons «Убрать» are sent in the background, to their `formaction`. Without JavaScript the form carries the files.
 */
const photoUpload: Island = (root) => {
  const input = root.querySelector<HTMLInputElement>('input[type=file]')
  const list = root.querySelector<HTMLUListElement>('.photos')
  const url = root.dataset['url']
  if (!input || !list || !url) return
  const limit = Number(root.dataset['limit'] ?? 10)
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  status.className = 'field__hint'
  list.before(status)
  let line = Promise.resolve() // one after another: a slow link carries one photo better than five

  const take = (): void => {
    const { taken, left } = withinLimit([...(input.files ?? [])], list.children.length, limit)
    status.textContent = left ? tooMany(left, limit) : ''
    input.value = '' // sent by us now: the form must not carry them again
    for (const file of taken) {
      const item = new Item(list, file.name)
      const key = uuid()
      const go = (): void => {
        line = line.then(() => upload(item, file, key, go))
      }
      go()
    }
  }
  input.addEventListener('change', take)
  if (input.files?.length) take() // chosen while this script was still on its way

  async function upload(item: Item, file: File, key: string, again: () => void): Promise<void> {
    const small = await shrink(file)
    const form = new FormData()
    form.append('photo', small, file.name)
    form.append('client_key', key)
    const result = await send(url as string, form, csrfToken(root), (part) => item.progress(part))
    if (result.ok) item.stored(`${url}/${result.id}/drop`, result.smallUrl || URL.createObjectURL(small))
    else item.failed(result.text, result.again ? again : undefined)
    status.textContent = result.ok ? say('Фото загружено', 'Photo uploaded') : ''
  }

  list.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-drop]') : null
    if (!button) return
    event.preventDefault()
    void remove(button)
  })

  async function remove(button: HTMLElement): Promise<void> {
    const there = button.getAttribute('formaction')
    const headers = { 'X-CSRFToken': csrfToken(root), Accept: 'application/json' }
    const done = !there || (await fetch(there, { method: 'POST', headers }).then((r) => r.ok, () => false))
    if (done) button.closest('li')?.remove()
    status.textContent = done
      ? say('Фото убрано', 'Photo removed')
      : say('Не получилось убрать фото, попробуйте ещё раз', 'The photo could not be removed, try again')
    if (done) input?.focus()
  }
}

function tooMany(left: number, limit: number): string {
  const photos = plural(limit, 'снимка', 'снимков', 'снимков')
  const russian = `Можно не больше ${limit} ${photos}. Не добавлено: ${left}`
  return say(russian, `${counted(limit, 'photo')} at most. Not added: ${left}`)
}

/** One photo in the list, from the choice of a file to its stored picture. */
class Item {
  private readonly element = document.createElement('li')

  constructor(list: HTMLUListElement, private readonly name: string) {
    this.element.className = 'photos__item'
    list.append(this.element)
    this.progress(0)
  }

  progress(part: number): void {
    let bar = this.element.querySelector('progress')
    if (!bar) {
      bar = document.createElement('progress')
      bar.setAttribute('aria-label', say(`Загружается ${this.name}`, `Uploading ${this.name}`))
      this.element.replaceChildren(bar, this.name)
    }
    bar.value = part
  }

  stored(dropUrl: string, picture: string): void {
    const image = document.createElement('img')
    image.src = picture
    image.alt = this.name
    this.element.replaceChildren(image, this.removal(dropUrl))
  }

  failed(text: string, again: (() => void) | undefined): void {
    const problem = document.createElement('p')
    problem.className = 'photos__problem'
    problem.setAttribute('role', 'alert')
    problem.textContent = `${this.name}: ${text || say('не загрузилось', 'not uploaded')}`
    this.element.replaceChildren(problem)
    if (again) this.element.append(linkButton(say('Ещё раз', 'Try again'), again))
    this.element.append(this.removal(''))
  }

  private removal(dropUrl: string): HTMLButtonElement {
    const button = linkButton(say('Убрать', 'Remove'))
    button.dataset['drop'] = ''
    if (dropUrl) button.setAttribute('formaction', dropUrl)
    button.setAttribute('aria-label', say(`Убрать ${this.name}`, `Remove ${this.name}`))
    return button
  }
}

function linkButton(label: string, press?: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button button--link'
  button.textContent = label
  if (press) button.addEventListener('click', press)
  return button
}

export default photoUpload
