import type { Island } from './mount'

/** The words with the seconds that are left in them: the first number is theirs. */
export function counted(words: string, seconds: number): string {
  return words.replace(/\d+/, String(seconds))
}

/**
 * On <form data-seconds="10"> with [data-left]: how long a decision can still be taken back, second by second; then the
 * form goes away. Later than that the server says so.
 */
const undoBar: Island = (root) => {
  const left = root.querySelector('[data-left]')
  const end = performance.now() + Number(root.dataset['seconds'] ?? 0) * 1000
  if (!left) return
  // Not read aloud every second: the number was said when the form appeared.
  left.setAttribute('aria-hidden', 'true')
  const timer = setInterval(() => {
    const seconds = Math.ceil((end - performance.now()) / 1000)
    if (seconds > 0) {
      left.textContent = counted(left.textContent ?? '', seconds)
      return
    }
    clearInterval(timer)
    root.remove()
  }, 1000)
}

export default undoBar
