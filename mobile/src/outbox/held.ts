import type { Item, Trouble } from './machine'

const EDITING: Trouble = { status: 0, code: 'editing', detail: '', fields: {}, choices: [] }

/** Its person puts it right: nothing of it leaves meanwhile. What is on its way or has left is not held any more. */
export function held(item: Item): Item {
  if (item.state === 'needs_person') return item
  return item.state === 'waiting' ? { ...item, state: 'needs_person', trouble: EDITING } : item
}

export function isHeld(item: Item): boolean {
  return item.state === 'needs_person'
}
