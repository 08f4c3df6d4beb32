import type { Shapes } from '../api/client'
import { badge } from '../device/badge'
import { unsent } from '../store/outbox'
import { keepOwn, recallOwn } from '../store/own'
import { setSetting, setting } from '../store/settings'
import { asMe } from './here'
import { baseline, type Lines, merged, type Seen } from './lines'

const LIST = 'list'
const SEEN = 'seen'
/** The setting that holds how many appeals wait for the person. */
export const WAITING = 'waiting'
const PAGES = 10 // of twenty, read ahead until everything that waits is there

export interface FoundLines extends Lines {
  seen: Seen
  /** When it was fetched, by the phone's clock. */
  at: Date
}

/** As it was kept; null: nothing is. */
export async function keptLines(): Promise<FoundLines | null> {
  const kept = await recallOwn<Lines>(LIST)
  return kept ? { ...kept.data, seen: await seen(), at: new Date(kept.at) } : null
}

/** From the portal: what has changed since the last time, or the whole. Throws Problem. */
export async function freshLines(): Promise<FoundLines> {
  const kept = (await recallOwn<Lines>(LIST))?.data
  const now = (kept && (await changed(kept))) ?? (await whole())
  await keepOwn(LIST, now)
  const looked = baseline(await setting<Seen | null>(SEEN, null), now.rows)
  await setSetting(SEEN, looked).catch(() => {})
  await showBadge(now.waiting)
  return { ...now, seen: looked, at: new Date() }
}

/** The next twenty behind those that are there. Throws Problem. */
export async function moreLines(lines: Lines): Promise<FoundLines> {
  const page = await read(lines.next ?? '')
  const all = { ...lines, rows: merged(lines.rows, page.appeals), next: page.next }
  await keepOwn(LIST, { rows: all.rows, next: all.next, cursor: all.cursor, waiting: all.waiting })
  return { ...all, seen: await seen(), at: new Date() }
}

/** null: more has changed than is worth merging. */
async function changed(kept: Lines): Promise<Lines | null> {
  const { data } = await asMe('get', '/my/changes', { query: { cursor: kept.cursor } })
  if (!data || data.more) return null
  return { rows: merged(kept.rows, data.appeals), next: kept.next, cursor: data.cursor, waiting: data.waiting }
}

async function whole(): Promise<Lines> {
  const { data: begin } = await asMe('get', '/my/changes') // before the list: what changes in between comes twice
  let page = await read('')
  let rows = merged([], page.appeals)
  const found = () => rows.filter((row) => row.waits).length
  for (let n = 1; n < PAGES && page.next && found() < (begin?.waiting ?? 0); n += 1) {
    page = await read(page.next)
    rows = merged(rows, page.appeals)
  }
  return { rows, next: page.next, cursor: begin?.cursor ?? '', waiting: begin?.waiting ?? 0 }
}

async function read(cursor: string): Promise<Shapes['MyPage']> {
  return (await asMe('get', '/my/appeals', { query: { cursor } })).data!
}

async function seen(): Promise<Seen> {
  return setting<Seen>(SEEN, {})
}

/** The person looks at it now. */
export async function look(number: string, changedAt: string): Promise<void> {
  await setSetting(SEEN, { ...(await seen()), [number]: changedAt }).catch(() => {})
}

/** What waits for the person: appeals, as the portal last said, and what the outbox cannot do alone. */
export async function waitingForPerson(): Promise<number> {
  try {
    const stuck = (await unsent()).filter((item) => item.state === 'needs_person').length
    return (await setting(WAITING, 0)) + stuck
  } catch {
    return 0
  }
}

const listeners = new Set<() => void>()
/** Called when the portal has said how many wait. */
export function onWaiting(listener: () => void): void {
  listeners.add(listener)
}

/** On the icon of the app. waiting: as the portal has just said. */
export async function showBadge(waiting?: number): Promise<void> {
  if (waiting !== undefined) {
    await setSetting(WAITING, waiting).catch(() => {})
    listeners.forEach((listener) => listener())
  }
  await badge.show(await waitingForPerson())
}

/** Of the worker: a notification says that something has moved. Throws Problem. */
export async function recount(): Promise<void> {
  const { data } = await asMe('get', '/my/changes')
  await showBadge(data?.waiting ?? 0)
}
