import { callAs, type Keys } from '../api/as'
import type { Wire } from '../api/client'
import { Problem } from '../api/problem'
import type { Post } from '../outbox/deliver'
import { photo } from '../outbox/post'
import { type Deed, isTurn, type Turned, type What } from './deed'

const PATHS: Readonly<Record<Exclude<What, Turned['what']>, string>> = {
  rate: 'rating',
  reply: 'reply',
  clarify: 'clarify',
  withdraw: 'withdraw',
  confirm: 'confirm',
}

/** The portal's API as deeds need it. arrived: told of each turn that the portal has taken. */
export function postDeed(wire: Wire, keys: Keys, arrived: (deed: Turned) => Promise<void>): Post<Deed> {
  return {
    photo: (id, key, bytes) => photo(wire, keys, id, key, bytes),
    async appeal(deed, photos, key) {
      if (isTurn(deed)) {
        await postTurn(wire, keys, deed)
        await arrived(deed)
        return { number: deed.number, stage: '' }
      }
      const { what, number, ...said } = deed
      const body = what === 'clarify' ? { ...said, photos: [...photos] } : said
      const path = `/my/appeals/{number}/${PATHS[what]}` as never
      const { data, status } = await callAs(keys, wire, 'post', path, { path: { number }, body, key } as never)
      const done = data as { stage?: unknown } | null
      if (typeof done?.stage !== 'string') throw new Problem({ status, code: 'garbage' })
      return { number, stage: done.stage }
    },
  }
}

/** Needs no key: asked twice it is done once. */
async function postTurn(wire: Wire, keys: Keys, { what, number, on }: Turned): Promise<void> {
  const path = what === 'support' ? '/appeals/{number}/support' : '/appeals/{number}/follow'
  const { status } = await callAs(keys, wire, 'post', path, { path: { number }, body: { on } })
  if (status !== 204) throw new Problem({ status, code: 'garbage' })
}
