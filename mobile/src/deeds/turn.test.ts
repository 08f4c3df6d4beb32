import { expect, test } from 'vitest'
import { begun, failed, type Item, made, sent } from '../outbox/machine'
import { Problem } from '../api/problem'
import type { Deed, Turned } from './deed'
import { postDeed } from './post'
import { replacing } from './replace'
import { type Stand, turned, turnsOf } from './turn'

const STAND: Stand = { mine: false, supports: false, follows: true, supporters: 4 }
const item = (on: boolean, id = String(on), what: 'support' | 'follow' = 'support'): Item<Turned> => ({
  ...made<Turned>(id, { number: '7', what, on }, 'Яма', [], 1),
  account: 'v@x.test',
})
const lost = <F>(was: Item<F>) => failed(was, new Problem({ status: 0, code: 'offline' }), () => 0)

test('what waits is shown as done, with the count; what was refused is not', () => {
  expect(turned(STAND, [item(true), item(false, 'f', 'follow')])).toEqual({ mine: false, supports: true, follows: false, supporters: 5 })
  expect(turned({ ...STAND, supports: true }, [item(true)]).supporters).toBe(4) // on another phone, a moment ago
  const refused = failed(item(true), new Problem({ status: 409, code: 'own_appeal' }), () => 0)
  expect(turned(STAND, [refused])).toEqual(STAND)
})

test('pressed again before anybody has heard of it, nothing is left to send', () => {
  expect(replacing([], item(true))).toEqual(item(true))
  expect(replacing([item(true)], item(false))).toBeNull()
})

test('what may have arrived is undone by a request, also after several presses', () => {
  for (const was of [begun(item(true)), lost(begun(item(true)))]) {
    const off = replacing([was], item(false))
    expect(off?.filing).toMatchObject({ on: false, instead: true })
    expect(replacing([off!], item(true, 'again'))?.filing).toMatchObject({ on: true, instead: true })
  }
})

test('after a refusal a press asks the portal anew', () => {
  const refused = failed(item(true), new Problem({ status: 404, code: 'not_public' }), () => 0)
  expect(replacing([refused], item(true, 'again'))).toEqual(item(true, 'again'))
})

test('of nobody else and of no other appeal', () => {
  const all = [item(true), { ...item(true, 'o'), account: 'o@x.test' }, sent(item(false, 's'), '7', ''), made<Deed>('c', { number: '7', what: 'confirm' }, '', [], 1)]
  expect(turnsOf(all as Item<Deed>[], '7', 'v@x.test').map(({ id }) => id)).toEqual(['true'])
  expect(turnsOf(all as Item<Deed>[], '8', 'v@x.test')).toEqual([])
})

test('the portal is told what is to be, and the phone what has arrived', async () => {
  const asked: [string, unknown][] = []
  const done: Turned[] = []
  const wire = {
    base: '', language: 'ru', timeout: () => new AbortController().signal,
    fetch: async (url: string, { body }: RequestInit) => (asked.push([url, JSON.parse(String(body))]), new Response(null, { status: 204 })),
  } // prettier-ignore
  const post = postDeed(wire, { access: async () => 'key', refused: () => {} }, async (deed) => void done.push(deed))
  const deed: Turned = { number: '7', what: 'support', on: false, instead: true }
  expect(await post.appeal(deed, [], 'id', [])).toEqual({ number: '7', stage: '' })
  expect(asked).toEqual([['/appeals/7/support', { on: false }]])
  expect(done).toEqual([deed])
})
