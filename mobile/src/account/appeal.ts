import type { Shapes } from '../api/client'
import { Problem } from '../api/problem'
import { keepOwn, recallOwn } from '../store/own'
import { asMe } from './here'
import { look } from './mine'

export type OwnAppeal = Shapes['MyAppeal']

export interface FoundAppeal {
  appeal: OwnAppeal
  /** When it was fetched, if the portal did not answer now; null: it is fresh. */
  oldFrom: Date | null
}

const nameOf = (number: string) => `appeal ${number}`

export async function keptAppeal(number: string): Promise<FoundAppeal | null> {
  const kept = await recallOwn<OwnAppeal>(nameOf(number))
  return kept ? { appeal: kept.data, oldFrom: new Date(kept.at) } : null
}

/** From the portal, or as it was kept. Throws Problem: 404 where it is not the person's own. */
export async function ownAppeal(number: string): Promise<FoundAppeal> {
  const kept = await recallOwn<OwnAppeal>(nameOf(number))
  try {
    const { data, etag } = await asMe('get', '/my/appeals/{number}', {
      path: { number },
      ...(kept?.etag ? { etag: kept.etag } : {}),
    })
    const appeal = data ?? kept!.data
    await keepOwn(nameOf(number), appeal, etag)
    await look(appeal.number, appeal.changed_at)
    return { appeal, oldFrom: null }
  } catch (failure) {
    if (!kept || !(failure instanceof Problem) || !failure.passes || failure.status === 401) throw failure
    return { appeal: kept.data, oldFrom: new Date(kept.at) }
  }
}
