import type { Shapes } from '../api/client'

export type Line = Shapes['MyLine']
/** What is known of one's own list. cursor: where `/my/changes` goes on; seen: by number, the change that was looked at. */
export interface Lines {
  rows: Line[]
  next: string | null
  cursor: string
  waiting: number
}

/** Moments of the portal's clock as they came: they are compared with nothing but themselves. */
export type Seen = Readonly<Record<string, string>>

/** What has changed takes its place by the moment of filing; the newest filed stands first. */
export function merged(rows: readonly Line[], changed: readonly Line[]): Line[] {
  const all = new Map([...rows, ...changed].map((row) => [row.number, row]))
  return [...all.values()].sort((a, b) => b.received_at.localeCompare(a.received_at))
}

/** Those that wait for the person, the most urgent first, and the rest in the order of the list. */
export function split(rows: readonly Line[]): { waiting: Line[]; others: Line[] } {
  const until = (row: Line) => row.act_by ?? '9999'
  return {
    waiting: rows.filter((row) => row.waits).sort((a, b) => until(a).localeCompare(until(b))),
    others: rows.filter((row) => !row.waits),
  }
}

/** Something has happened since the person looked at it. What has only been filed is no news to its author. */
export function isUnread(row: Line, seen: Seen): boolean {
  const known = seen[row.number]
  return known === undefined ? row.changed_at !== row.received_at : known !== row.changed_at
}

/** The first list on this device: everything in it counts as looked at. Later ones leave what is unread unread. */
export function baseline(seen: Seen | null, rows: readonly Line[]): Seen {
  return seen ?? Object.fromEntries(rows.map((row) => [row.number, row.changed_at]))
}
