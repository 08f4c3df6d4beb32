import type { Island } from './mount'

/** Ready words replace ready words and nothing else: what the person wrote stays. */
export function filled(now: string, before: string, ready: string): string {
  return now.trim() === '' || now === before ? ready : now
}

/**
 * On <select data-into="id of a textarea"> whose options have data-text: the chosen one's words go into the field, where
 * they can be changed before they are sent.
 */
const fillText: Island = (root) => {
  const into = document.getElementById(root.dataset['into'] ?? '')
  if (!(root instanceof HTMLSelectElement) || !(into instanceof HTMLTextAreaElement)) return
  let before = ''
  const fill = (): void => {
    const ready = root.selectedOptions[0]?.dataset['text'] ?? ''
    into.value = filled(into.value, before, ready)
    before = ready
  }
  root.addEventListener('change', fill)
  fill() // who is quick has chosen before this script came
}

export default fillText
