import type { Shapes } from '../api/client'

/** The look of a stage's tag, as the portal's badge (otklik/appeals/labels.py). */
const TONE: Readonly<Record<Shapes['State'], string>> = {
  unconfirmed: 'tag--waiting',
  moderation: 'tag--waiting',
  question: 'tag--waiting',
  refused: 'tag--bad',
  published: 'tag--active',
  sending: 'tag--active',
  registered: 'tag--active',
  answered: 'tag--good',
  returned: 'tag--bad',
  closed: '',
  withdrawn: '',
  duplicate: '',
}

/** A stage that this app does not know yet is shown plainly. */
export function tone(stage: Shapes['State']): string {
  return TONE[stage] ?? ''
}
