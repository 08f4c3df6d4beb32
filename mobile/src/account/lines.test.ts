import { expect, test } from 'vitest'
import { baseline, isUnread, type Line, merged, split } from './lines'

function line(number: string, more: Partial<Line> = {}): Line {
  return {
    number, url: '', kind: 'problem', stage: 'registered', topic: 'Яма', address: '', authority: '',
    received_at: `2026-01-0${number}T09:00:00Z`, changed_at: `2026-01-0${number}T09:00:00Z`,
    moderate_by: null, answer_by: null, waits: null, act_by: null, ...more,
  } // prettier-ignore
}
const numbers = (rows: Line[]) => rows.map((row) => row.number)

test('a change takes the place of the line before, a new appeal stands first', () => {
  const rows = merged([line('2'), line('1')], [line('1', { stage: 'answered' }), line('3')])
  expect(numbers(rows)).toEqual(['3', '2', '1'])
  expect(rows[2]?.stage).toBe('answered')
})

test('what waits for the person comes first, the most urgent above', () => {
  const rows = [line('3', { waits: 'rate' }), line('2'), line('1', { waits: 'reply', act_by: '2026-02-01T00:00:00Z' })]
  expect(numbers(split(rows).waiting)).toEqual(['1', '3'])
  expect(numbers(split(rows).others)).toEqual(['2'])
})

test('unread is what has moved since it was looked at; one that was only filed is none', () => {
  const moved = line('1', { changed_at: '2026-01-05T09:00:00Z' })
  expect(isUnread(line('1'), {})).toBe(false)
  expect(isUnread(moved, {})).toBe(true)
  expect(isUnread(moved, { '1': moved.changed_at })).toBe(false)
  expect(isUnread(moved, { '1': line('1').changed_at })).toBe(true)
})

test('on a new device nothing is unread at first', () => {
  const moved = line('1', { changed_at: '2026-01-05T09:00:00Z' })
  expect(isUnread(moved, baseline(null, [moved]))).toBe(false)
  expect(isUnread(moved, baseline({}, [moved]))).toBe(true)
})
