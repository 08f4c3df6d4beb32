import { callAs, type Keys } from '../api/as'
import { call, type Wire } from '../api/client'
import { Problem } from '../api/problem'
import type { Post } from './deliver'

/** The portal's API as the outbox needs it. What names no e-mail goes in the name of whoever is signed in. */
export function post(wire: Wire, keys: Keys): Post {
  return {
    photo: (id, key, bytes) => photo(wire, keys, id, key, bytes),
    async paper(id, key, { question, name, bytes }) {
      const form = new FormData()
      form.append('question_code', question)
      form.append('document', bytes, name)
      const asking = { path: { document_id: id }, form, key } as never
      await ((await keys.access()) ? callAs(keys, wire, 'post', '/documents/{document_id}', asking) : call(wire, 'post', '/documents/{document_id}', asking))
    },
    async appeal(filing, photos, key, documents) {
      const enclosed = documents.length ? { documents: [...documents] } : {}
      const asking = { body: { ...filing, photos: [...photos], ...enclosed }, key } as never
      const { data, status } = await (filing.email
        ? call(wire, 'post', '/appeals', asking)
        : callAs(keys, wire, 'post', '/appeals', asking))
      const filed = data as { number?: unknown; stage?: unknown } | null
      // Without a number it was not filed as far as we know: the repetition under the same key will say.
      if (typeof filed?.number !== 'string') throw new Problem({ status, code: 'garbage' })
      return { number: filed.number, stage: String(filed.stage) }
    },
  }
}

/**
 * Nobody need be signed in. Who is has a pace of their own: phones of one operator share that of their network, and a
 * crowd that comes back at once uses it up.
 */
export async function photo(wire: Wire, keys: Keys, id: string, key: string, bytes: Blob): Promise<void> {
  const asking = { path: { photo_id: id }, bytes, key } as never
  await ((await keys.access()) ? callAs(keys, wire, 'post', '/photos/{photo_id}', asking) : call(wire, 'post', '/photos/{photo_id}', asking))
}
