import { expect, test } from 'vitest'
import { type Item, made, type State } from '../../outbox/machine'
import { sorted } from './week'

const DAY = 24 * 3600_000
const NOW = 1_000 * DAY
const item = (id: string, state: State, at: number): Item => ({ ...made(id, {} as never, id, [], at), state, sentAt: at })
const ids = (items: Item[]) => items.map((one) => one.id)

test('what needs its person stands first; what has left stays in sight for a week and then below', () => {
  const { open, sent, earlier } = sorted(
    [item('w', 'waiting', NOW), item('n', 'needs_person', NOW - 9 * DAY), item('s', 'sent', NOW - 6 * DAY), item('o', 'sent', NOW - 8 * DAY)],
    NOW,
  )
  expect([ids(open), ids(sent), ids(earlier)]).toEqual([['n', 'w'], ['s'], ['o']])
})

test.each([365, -365])('a clock that is %d days off loses nothing', (days) => {
  const { open, sent, earlier } = sorted([item('w', 'waiting', NOW), item('s', 'sent', NOW)], NOW + days * DAY)
  expect(ids(open)).toEqual(['w'])
  expect([...ids(sent), ...ids(earlier)]).toEqual(['s'])
})
