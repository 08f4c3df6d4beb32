import { expect, test } from 'vitest'
import { callAs } from '../api/as'
import type { Wire } from '../api/client'
import { Problem } from '../api/problem'
import { type Session, Tokens } from './tokens'

const QUARTER_MS = 900_000

/** A portal that keeps to people/devices.py, one safe, one lock, and a clock that only runs forward. */
class Scene {
  kept: string | null = null
  /** As the portal sees the device: the token that is good, and the one before it. */
  good = 'r0'
  before = ''
  made = 0
  asked: string[] = []
  ended = 0
  ms = 0
  /** What goes wrong next: before the portal has done anything, or after it (the answer is lost). */
  failing: Problem[] = []
  lost: Problem[] = []
  private tail: Promise<unknown> = Promise.resolve()

  session = (): Session => ({ access: `a${this.made}`, refresh: this.good, expires_in: 900 })

  page(): Tokens {
    return new Tokens({
      safe: {
        read: async () => this.kept,
        keep: async (secret) => void (this.kept = secret),
        empty: async () => void (this.kept = null),
      },
      renew: async (refresh) => {
        this.asked.push(refresh)
        const no = this.failing.shift()
        if (no) throw no
        if (refresh === this.good) this.before = refresh
        else if (refresh !== this.before) throw new Problem({ status: 401, code: 'signed_out' })
        this.made += 1
        this.good = `r${this.made}`
        const silent = this.lost.shift()
        if (silent) throw silent
        return this.session()
      },
      alone: (work) => {
        const mine = this.tail.then(work)
        this.tail = mine.catch(() => {})
        return mine
      },
      now: () => this.ms,
      ended: async () => void (this.ended += 1),
    })
  }
}

const offline = () => new Problem({ status: 0, code: 'offline' })

test('nobody is signed in: nothing is asked of the portal', async () => {
  const scene = new Scene()
  expect(await scene.page().access()).toBeNull()
  expect(scene.asked).toEqual([])
})

test('one token serves until shortly before it runs out, whatever the clock of the phone says', async () => {
  const scene = new Scene()
  const page = scene.page()
  await page.begin(scene.session())
  expect(await page.access()).toBe('a0')
  scene.ms = QUARTER_MS - 31_000
  expect(await page.access()).toBe('a0')
  scene.ms = QUARTER_MS - 29_000
  expect(await page.access()).toBe('a1')
  expect(scene.kept).toBe('r1')
})

test('many requests at once renew once', async () => {
  const scene = new Scene()
  scene.kept = 'r0'
  const page = scene.page()
  expect(await Promise.all([page.access(), page.access(), page.access()])).toEqual(['a1', 'a1', 'a1'])
  expect(scene.asked).toEqual(['r0'])
})

test('two tabs and the worker renew one after the other, each by the token that the one before has left', async () => {
  const scene = new Scene()
  scene.kept = 'r0'
  const pages = [scene.page(), scene.page(), scene.page()]
  expect(await Promise.all(pages.map((page) => page.access()))).toEqual(['a1', 'a2', 'a3'])
  expect(scene.asked).toEqual(['r0', 'r1', 'r2'])
  expect(scene.ended).toBe(0)
})

test('where the answer was lost the same token is sent again and the person stays signed in', async () => {
  const scene = new Scene()
  scene.kept = 'r0'
  scene.lost = [offline(), offline()]
  const page = scene.page()
  await expect(page.access()).rejects.toMatchObject({ code: 'offline' })
  await expect(page.access()).rejects.toMatchObject({ code: 'offline' })
  expect(await page.access()).toBe('a3')
  expect(scene.asked).toEqual(['r0', 'r0', 'r0'])
  expect(scene.kept).toBe('r3')
})

test('a month without a network signs nobody out', async () => {
  const scene = new Scene()
  const page = scene.page()
  await page.begin(scene.session())
  scene.ms = 31 * 86_400_000
  scene.failing = [offline(), new Problem({ status: 502, code: 'garbage' }), new Problem({ status: 401, code: 'garbage' })]
  for (let n = 0; n < 3; n += 1) await expect(page.access()).rejects.toBeInstanceOf(Problem)
  expect(scene.kept).toBe('r0')
  expect(scene.ended).toBe(0)
  expect(await page.access()).toBe('a1')
})

test('the portal has ended the sign-in: it is told once and nothing more is asked', async () => {
  const scene = new Scene()
  scene.kept = 'r-old'
  const page = scene.page()
  expect(await page.access()).toBeNull()
  expect(await page.access()).toBeNull()
  expect(scene).toMatchObject({ kept: null, ended: 1, asked: ['r-old'] })
})

/** Answers 401 to the tokens in `bad`, else 200. */
function wire(bad: string[], sent: (string | undefined)[]): Wire {
  return {
    base: '', language: 'ru', timeout: () => new AbortController().signal,
    fetch: async (_url, { headers }) => {
      const bearer = (headers as Record<string, string>).Authorization
      sent.push(bearer)
      const no = bad.some((one) => bearer === `Bearer ${one}`)
      const said = no ? { code: 'signed_out', detail: 'Войдите снова' } : { devices: [] }
      return new Response(JSON.stringify(said), { status: no ? 401 : 200, headers: { 'Content-Type': 'application/json' } })
    },
  } // prettier-ignore
}

test('a token that is not taken is renewed and the request is made once more', async () => {
  const scene = new Scene()
  const page = scene.page()
  await page.begin(scene.session())
  const sent: string[] = []
  const answer = await callAs(page, wire(['a0'], sent as never), 'get', '/devices')
  expect(answer.data).toEqual({ devices: [] })
  expect(sent).toEqual(['Bearer a0', 'Bearer a1'])
})

test('a token that is refused again, or no sign-in, is told and not tried for ever', async () => {
  const scene = new Scene()
  const page = scene.page()
  await page.begin(scene.session())
  const sent: string[] = []
  await expect(callAs(page, wire(['a0', 'a1'], sent as never), 'get', '/devices')).rejects.toMatchObject({ status: 401 })
  expect(sent).toEqual(['Bearer a0', 'Bearer a1'])
  await page.end()
  await expect(callAs(page, wire([], sent as never), 'get', '/devices')).rejects.toMatchObject({ status: 401 })
  expect(sent).toHaveLength(2)
})
