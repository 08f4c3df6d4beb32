/** What the server tells of a call; nothing personal. */
export interface News {
  id: number
  call: number
  event: string
  extension: string
}

/** Whether this desk is meant: its own extension rings or answers, or a call rings at nobody's in particular. */
export function isMine(news: News, seat: string): boolean {
  if (news.event === 'ended') return false
  return news.extension ? news.extension === seat : news.event === 'ringing'
}

/** News not seen before, oldest first, and the newest id. */
export function fresh(found: readonly News[], newest: number): { news: News[]; newest: number } {
  const news = found.filter((one) => one.id > newest).sort((x, y) => x.id - y.id)
  return { news, newest: news.at(-1)?.id ?? newest }
}

/** News as the server wrote them; what cannot be read is none. */
export function parsed(text: string): News[] {
  try {
    const said: unknown = JSON.parse(text)
    return (Array.isArray(said) ? said : [said]) as News[]
  } catch {
    return []
  }
}

/** The address of the stream, from the last event on; "" for none. */
export function listening(stream: string, newest: number): string {
  return stream && `${stream}${stream.includes('?') ? '&' : '?'}after=${newest}`
}

/** Whether something typed into these fields would be lost with them. */
export function typedIn(fields: Iterable<Pick<HTMLInputElement, 'type' | 'value' | 'defaultValue'>>): boolean {
  return [...fields].some((one) => one.type !== 'hidden' && one.value !== one.defaultValue)
}
