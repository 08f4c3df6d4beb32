import { callAs, type Keys } from '../api/as'
import type { Wire } from '../api/client'
import { Problem } from '../api/problem'
import type { Post } from '../outbox/deliver'
import { photo } from '../outbox/post'
import type { Deed, What } from './deed'

const PATHS: Readonly<Record<What, string>> = {
  rate: 'rating',
  reply: 'reply',
  clarify: 'clarify',
  withdraw: 'withdraw',
  confirm: 'confirm',
}

/** The portal's API as deeds need it. */
export function postDeed(wire: Wire, keys: Keys): Post<Deed> {
  return {
    photo: (id, key, bytes) => photo(wire, keys, id, key, bytes),
    async appeal({ what, number, ...said }, photos, key) {
      const body = what === 'clarify' ? { ...said, photos: [...photos] } : said
      const path = `/my/appeals/{number}/${PATHS[what]}` as never
      const { data, status } = await callAs(keys, wire, 'post', path, { path: { number }, body, key } as never)
      const done = data as { stage?: unknown } | null
      if (typeof done?.stage !== 'string') throw new Problem({ status, code: 'garbage' })
      return { number, stage: done.stage }
    },
  }
}
