/** Addresses of the screens. A screen gets its parameters by name, the query as it is. */
export interface Route<S> {
  pattern: string // 'appeals/:number'
  screen: S
}

export interface Place<S> {
  screen: S
  params: Readonly<Record<string, string>>
  query: URLSearchParams
}

/** The first route that fits; null: no screen has this address. home: '/app/'. */
export function place<S>(routes: readonly Route<S>[], url: URL, home: string): Place<S> | null {
  if (!url.pathname.startsWith(home) && `${url.pathname}/` !== home) return null
  const parts = split(url.pathname.slice(home.length))
  for (const { pattern, screen } of routes) {
    const wanted = split(pattern)
    if (wanted.length !== parts.length) continue
    const params: Record<string, string> = {}
    const fits = wanted.every((one, n) => {
      if (!one.startsWith(':')) return one === parts[n]
      params[one.slice(1)] = readable(parts[n] ?? '')
      return true
    })
    if (fits) return { screen, params, query: url.searchParams }
  }
  return null
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Where each entry of the history was scrolled to, so that «back» finds the list as it was left. */
interface Entry {
  y?: number
}

export interface Went {
  /** Scroll here once the screen stands; 0 for a new one. */
  y: number
}

/** Starts listening: links below `home` stay in the app. `go` is called for each new place. */
export function navigate(home: string, go: (url: URL, went: Went) => void): (path: string) => void {
  history.scrollRestoration = 'manual'
  const leave = () => history.replaceState({ ...(history.state as Entry | null), y: scrollY }, '')
  const to = (path: string) => {
    leave()
    history.pushState({}, '', path)
    go(new URL(location.href), { y: 0 })
  }
  // When `popstate` comes the entry is another one already: the place is written down while one scrolls.
  let pause: ReturnType<typeof setTimeout> | undefined
  addEventListener('scroll', () => {
    clearTimeout(pause)
    pause = setTimeout(leave, 150)
  })
  addEventListener('popstate', () => {
    clearTimeout(pause)
    go(new URL(location.href), { y: (history.state as Entry | null)?.y ?? 0 })
  })
  document.addEventListener('click', (event) => {
    const path = inside(event, home)
    if (path === null) return
    event.preventDefault()
    to(path)
  })
  return to
}

/** Where a click on a link of ours leads; null: the browser's own business. */
function inside(event: MouseEvent, home: string): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null
  if (!link.pathname.startsWith(home) || link.pathname === `${home}install`) return null
  return link.pathname + link.search + link.hash
}
