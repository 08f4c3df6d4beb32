import { say } from '../lib/words'
import { tell } from './start'
import { type MapData, withQuery } from './view'

/** The list beside the map. said: the query of what is shown now. */
export function listing(data: MapData, said: () => string): { load: () => void } {
  let asked: AbortController | undefined

  const put = async (address: string, focus: boolean): Promise<void> => {
    asked?.abort()
    asked = new AbortController()
    try {
      const answer = await fetch(address, { signal: asked.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('map-list')
      const old = document.getElementById('map-list')
      if (fresh && old) old.replaceWith(document.adoptNode(fresh))
      if (focus) document.getElementById('map-list')?.focus()
      tell('')
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        tell(say('Список не обновился: нет связи. Попробуйте ещё раз.', 'The list was not renewed: no connection. Try again.'))
    }
  }

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('#map-older') : null
    const part = link?.dataset['part']
    if (!part || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    void put(part, true)
  })
  return { load: () => void put(withQuery(data.list, said()), false) }
}
