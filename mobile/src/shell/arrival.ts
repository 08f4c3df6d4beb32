/** The first screen of a visit leaves the focus where the browser put it. */
export const arrival = { isFirst: true }

/** Scrolls there as soon as the page is long enough; lists of a screen come a moment later. */
export function scrollBack(y: number): void {
  let frames = 60
  const attempt = () => {
    const reach = document.documentElement.scrollHeight - innerHeight
    if (reach < y && (frames -= 1) > 0) requestAnimationFrame(attempt)
    else scrollTo(0, y)
  }
  attempt()
}
