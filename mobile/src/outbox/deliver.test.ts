import { expect, test } from 'vitest'
import { Problem } from '../api/problem'
import { deliver, type Due, type Post, type World } from './deliver'
import { held } from './held'
import { anew, again, begun, BUDGET, type Filing, type Item, made } from './machine'

const FILING: Filing = {
  kind: 'problem', topic: 'pothole', text: 'Яма', address: 'Новая, 5', name: 'Вера', email: 'v@x.test', consent: true,
} // prettier-ignore

/** A portal that files once for each key, and a phone with one item and a clock of its own. */
class Scene {
  items = new Map<string, Item>()
  photos = new Map<string, Blob>()
  filed = new Map<string, string>()
  asked: string[] = []
  /** What goes wrong next: a problem instead of the request, or after it (the answer is lost). */
  before: Problem[] = []
  after: Problem[] = []
  ms = 0
  isLocked = false
  random = 1
  due: Due = new Map()

  add(id: string, photos: string[] = []): Item {
    const item = made(id, FILING, 'Яма', photos, this.items.size)
    this.items.set(id, item)
    for (const photo of photos) this.photos.set(photo, new Blob(['x'], { type: 'image/jpeg' }))
    return item
  }

  private request<T>(name: string, answer: () => T): T {
    this.asked.push(name)
    const lost = this.before.shift()
    if (lost) throw lost
    const made = answer()
    const silent = this.after.shift()
    if (silent) throw silent
    return made
  }

  post: Post = {
    photo: async (id, key) => this.request(`photo ${id} of ${key}`, () => undefined),
    appeal: async (_filing, photos, key) =>
      this.request(`appeal ${key} with ${photos.length}`, () => {
        if (!this.filed.has(key)) this.filed.set(key, `№${this.filed.size + 1}`)
        return { number: this.filed.get(key) ?? '', stage: 'unconfirmed' }
      }),
  }

  world(): World {
    return {
      shelf: {
        items: async () => [...this.items.values()],
        photo: async (id) => this.photos.get(id) ?? null,
        change: async (id, how) => {
          const was = this.items.get(id)
          if (!was) return null
          const is = how(was)
          this.items.delete(id)
          this.items.set(is.id, is)
          return is
        },
      },
      post: this.post,
      random: () => this.random,
      now: () => this.ms,
      alone: async (work) => {
        if (this.isLocked) return null
        this.isLocked = true
        try {
          return await work()
        } finally {
          this.isLocked = false
        }
      },
      changed: () => {},
    }
  }

  send(why: 'clock' | 'chance' | 'person' = 'chance'): Promise<number | null> {
    return deliver(this.world(), this.due, why)
  }

  item(id: string): Item {
    const found = this.items.get(id)
    if (!found) throw new Error(id)
    return found
  }
}

const offline = () => new Problem({ status: 0, code: 'offline' })

test('photos go first, one request each, then the appeal that names them', async () => {
  const scene = new Scene()
  scene.add('a', ['p', 'q'])
  expect(await scene.send()).toBeNull()
  expect(scene.asked).toEqual(['photo p of a', 'photo q of a', 'appeal a with 2'])
  expect(scene.item('a')).toMatchObject({ state: 'sent', number: '№1', stage: 'unconfirmed' })
})

test('after a broken connection only what has not arrived is sent again', async () => {
  const scene = new Scene()
  scene.add('a', ['p', 'q'])
  scene.post = { ...scene.post, photo: once(scene, 'q') }
  await scene.send()
  expect(scene.item('a')).toMatchObject({ state: 'waiting', arrived: ['p'], tries: 1 })
  scene.asked = []
  await scene.send()
  expect(scene.asked).toEqual(['photo q of a', 'appeal a with 2'])
})

test('an answer that was lost after the commit is asked for again under the same key', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.after = [offline()]
  await scene.send()
  expect(scene.item('a').state).toBe('waiting')
  await scene.send()
  expect(scene.item('a')).toMatchObject({ state: 'sent', number: '№1' })
  expect(scene.filed.size).toBe(1)
})

test('a tab that was killed in the middle leaves an item that is sent like one that waits', async () => {
  const scene = new Scene()
  scene.items.set('a', { ...scene.add('a'), state: 'sending' })
  await scene.send()
  expect(scene.item('a').state).toBe('sent')
})

test('where another tab sends this one does not', async () => {
  const scene = new Scene()
  scene.add('a')
  const [one, other] = await Promise.all([scene.send(), scene.send()])
  expect(scene.asked).toHaveLength(1)
  expect([one, other].filter((ms) => ms !== null)).toHaveLength(1) // it looks again
})

test('what the portal refuses waits for its person, with the words and the fields, and is not sent by itself', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.before = [new Problem({ status: 422, code: 'bad_body', detail: 'Нет', fields: { text: 'Коротко' } })]
  expect(await scene.send()).toBeNull()
  expect(scene.item('a')).toMatchObject({ state: 'needs_person', trouble: { detail: 'Нет', fields: { text: 'Коротко' } } })
  await scene.send()
  expect(scene.asked).toHaveLength(1)
})

test('put right it goes under the same key; filed otherwise before, it goes under a new one with its photos', async () => {
  const scene = new Scene()
  scene.add('a', ['p'])
  scene.before = [undefined as never, new Problem({ status: 409, code: 'key_taken' })]
  await scene.send()
  expect(scene.item('a')).toMatchObject({ state: 'needs_person', trouble: { code: 'key_taken' } })
  expect(again(scene.item('a'))).toMatchObject({ id: 'a', state: 'waiting', arrived: ['p'] })
  await scene.world().shelf.change('a', (was) => anew(was, 'b'))
  scene.asked = []
  await scene.send()
  expect(scene.asked).toEqual(['photo p of b', 'appeal b with 1'])
})

test.each([408, 425, 429, 500, 502, 503, 401])('%d passes by itself', async (status) => {
  const scene = new Scene()
  scene.add('a')
  scene.before = [new Problem({ status, code: 'x' })]
  expect(await scene.send()).toBeGreaterThan(0)
  expect(scene.item('a').state).toBe('waiting')
})

test('waits grow, and half of each is by chance', async () => {
  const scene = new Scene()
  scene.add('a')
  const waits: (number | null)[] = []
  for (let n = 0; n < 4; n += 1) {
    scene.before = [offline()]
    waits.push(await scene.send())
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000])
  scene.random = 0
  scene.before = [offline()]
  expect(await scene.send()).toBe(16_000)
})

test('before its time an item is left alone, on time it goes', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.before = [offline()]
  await scene.send()
  scene.ms = 1_999
  expect(await scene.send('clock')).toBe(1)
  scene.ms = 2_000
  await scene.send('clock')
  expect(scene.item('a').state).toBe('sent')
})

test('a wait that the portal named is kept whatever the phone thinks has changed, also after the app was opened anew', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.before = [new Problem({ status: 429, code: 'too_fast', retryAfterMs: 60_000 })]
  scene.random = 0
  expect(await scene.send()).toBe(61_000)
  scene.ms = 30_000
  expect(await scene.send('chance')).toBe(31_000)
  scene.due = new Map() // closed and opened: nobody knows for how long
  expect(await scene.send('chance')).toBe(61_000)
  expect(scene.asked).toHaveLength(1)
  await scene.send('person')
  expect(scene.item('a').state).toBe('sent')
})

test('the budget: after so many attempts it rests until something happens, and then tries once', async () => {
  const scene = new Scene()
  scene.add('a')
  for (let n = 0; n < 50; n += 1) {
    scene.before = [new Problem({ status: 500, code: 'x' })]
    const next = await scene.send('clock')
    if (next === null) break
    scene.ms += next
  }
  expect(scene.asked).toHaveLength(BUDGET)
  scene.ms += 10 ** 9
  expect(await scene.send('clock')).toBeNull()
  expect(scene.asked).toHaveLength(BUDGET)
  scene.before = []
  await scene.send('chance')
  expect(scene.item('a').state).toBe('sent')
})

const BUSY = new Problem({ status: 429, code: 'too_fast', retryAfterMs: 1_000 })

test('a portal that tells everybody to come back in a second is not asked by everybody in a second', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.random = 0
  const waits: (number | null)[] = []
  for (let n = 0; n < 4; n += 1) {
    scene.before = [BUSY]
    waits.push(await scene.send('person'))
  }
  expect(waits).toEqual([2_000, 3_000, 5_000, 9_000])
})

test('the budget lasts for 23 minutes, whatever chance says, and holds also where the portal names the waits', async () => {
  const scene = new Scene()
  scene.add('a')
  scene.random = 0
  for (let next: number | null = 0; next !== null; scene.ms += next ?? 0) {
    scene.before = [BUSY]
    next = await scene.send('clock')
  }
  expect(scene.asked).toHaveLength(BUDGET)
  expect(scene.ms).toBeGreaterThan(23 * 60_000)
  scene.add('b') // sent by the same clock, at any time
  scene.before = []
  scene.ms += 10 ** 9
  await scene.send('clock')
  expect(scene.asked).toHaveLength(BUDGET + 1)
  expect(scene.item('a').state).toBe('waiting')
})

test('photos that the portal has forgotten are sent again', async () => {
  const scene = new Scene()
  scene.add('a', ['p'])
  scene.before = [undefined as never, new Problem({ status: 422, code: 'photo_missing' })]
  await scene.send()
  expect(scene.item('a')).toMatchObject({ state: 'waiting', arrived: [] })
  await scene.send()
  expect(scene.item('a').state).toBe('sent')
})

test('a photo that the phone has lost is told and not left out silently', async () => {
  const scene = new Scene()
  scene.add('a', ['p'])
  scene.photos.clear()
  await scene.send()
  expect(scene.item('a')).toMatchObject({ state: 'needs_person', trouble: { code: 'photo_lost' } })
  expect(scene.asked).toEqual([])
})

test('what its person began to put right a moment ago does not leave as it was', async () => {
  const scene = new Scene()
  scene.add('a')
  const world = scene.world()
  world.shelf.change = async (id, how) => {
    scene.items.set(id, held(scene.item(id))) // after the round had seen it waiting
    return scene.world().shelf.change(id, how)
  }
  await deliver(world, scene.due, 'chance')
  expect(scene.asked).toEqual([])
  expect(scene.item('a')).toMatchObject({ state: 'needs_person', trouble: { code: 'editing' } })
  expect(held(begun(made('b', FILING, '', [], 1))).state).toBe('sending') // too late: it is on its way
})

test('what was deleted while it was being sent stays deleted, the others go on', async () => {
  const scene = new Scene()
  scene.add('a', ['p'])
  scene.add('b')
  const photo = scene.post.photo
  scene.post = {
    ...scene.post,
    photo: async (...all) => {
      scene.items.delete('a')
      await photo(...all)
    },
  }
  await scene.send()
  expect([...scene.items.keys()]).toEqual(['b'])
  expect(scene.item('b').state).toBe('sent')
})

function once(scene: Scene, lost: string): Post['photo'] {
  const send = scene.post.photo
  let isLost = false
  return async (id, key, bytes) => {
    if (id === lost && !isLost) {
      isLost = true
      throw offline()
    }
    await send(id, key, bytes)
  }
}

test('what waits for its own person to sign in costs no attempt and wakes nobody', async () => {
  const scene = new Scene()
  scene.add('a')
  expect(await deliver({ ...scene.world(), mayGo: () => false }, scene.due, 'person')).toBeNull()
  expect(scene.asked).toEqual([])
  expect(scene.item('a')).toMatchObject({ state: 'waiting', tries: 0 })
})

test('documents go after the photos, each once, and the appeal names them', async () => {
  const scene = new Scene()
  const item = { ...scene.add('a', ['p']), documents: ['d', 'e'] }
  scene.items.set('a', item)
  const world = scene.world()
  const papers: string[] = []
  let named: readonly string[] = []
  world.shelf.paper = async (id) => ({ question: 'report', name: `${id}.pdf`, bytes: new Blob(['x']) })
  world.post.paper = async (id, key, { question, name }) => {
    if (id === 'e' && papers.length === 1) throw (papers.push('lost'), new Problem({ status: 0, code: 'offline' }))
    papers.push(`${id} of ${key}: ${question} ${name}`)
  }
  const { appeal } = world.post
  world.post = { ...world.post, appeal: async (filing, photos, key, documents) => ((named = documents), appeal(filing, photos, key, documents)) }
  await deliver(world, scene.due, 'chance')
  await deliver(world, scene.due, 'chance')
  expect(papers).toEqual(['d of a: report d.pdf', 'lost', 'e of a: report e.pdf'])
  expect(named).toEqual(['d', 'e'])
  expect(scene.items.get('a')).toMatchObject({ state: 'sent' })
})

test('a document that the phone has lost is told, never left out silently', async () => {
  const scene = new Scene()
  scene.items.set('a', { ...scene.add('a'), documents: ['d'] })
  await deliver(scene.world(), scene.due, 'chance')
  expect(scene.items.get('a')).toMatchObject({ state: 'needs_person', trouble: { code: 'photo_lost' } })
})
