import { mountAll } from '../islands/mount'

/** Whether a part of the page takes the place of the one that is there: what is typed into a script stays. */
export function replaces(part: string, before: string | undefined, after: string | undefined): boolean {
  return part !== 'script' || before !== after
}

/** The parts of a form as the server wrote them anew; where something is being typed, that part stays. */
export function put(form: HTMLFormElement, written: string): void {
  const page = new DOMParser().parseFromString(written, 'text/html')
  for (const fresh of page.querySelectorAll<HTMLElement>('[data-part]')) putOne(form, fresh)
}

function putOne(form: HTMLFormElement, fresh: HTMLElement): void {
  const part = fresh.dataset['part'] ?? ''
  const there = form.querySelector<HTMLElement>(`[data-part=${part}]`)
  if (!there || !replaces(part, there.dataset['topic'], fresh.dataset['topic']) || there.innerHTML === fresh.innerHTML) return
  const on = document.activeElement
  const within = there.contains(on) ? on : null
  if (within && part !== 'map') return
  there.replaceWith(fresh)
  mountAll(fresh)
  if (within) again(fresh, within)?.focus()
}

/** The control that stands where `before` stood, else the first that is seen: of the two pictures one is hidden. */
function again(fresh: HTMLElement, before: Element): HTMLElement | undefined {
  const controls = [...fresh.querySelectorAll<HTMLElement>('button, input[type=image]')]
  const same = (one: Element): boolean => ['name', 'value'].every((kind) => one.getAttribute(kind) === before.getAttribute(kind))
  return controls.find(same) ?? controls.find((one) => one.offsetParent !== null)
}
