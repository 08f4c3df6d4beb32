import type { Island } from './mount'

/** Which of two submits of the same form goes through: the first. The server drops a second one too. */
export function once(): { press(): boolean; forget(): void } {
  let pressed = false
  return {
    press() {
      const first = !pressed
      pressed = true
      return first
    },
    forget() {
      pressed = false
    },
  }
}

/** On a <form>: the button rests after the first press and wakes when the person comes back by «Назад». */
const confirmOnce: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) return
  const guard = once()
  const rest = (on: boolean): void => {
    for (const button of root.querySelectorAll('button:not([type=button])')) {
      // aria-disabled, not disabled: a disabled button's own name and value would not be sent.
      if (on) button.setAttribute('aria-disabled', 'true')
      else button.removeAttribute('aria-disabled')
    }
  }
  root.addEventListener('submit', (event) => {
    if (guard.press()) rest(true)
    else event.preventDefault()
  })
  window.addEventListener('pageshow', () => {
    guard.forget()
    rest(false)
  })
}

export default confirmOnce
