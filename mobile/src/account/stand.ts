import { after, type Stand } from '../deeds/turn'
import type { Turned } from '../deeds/deed'
import { keepOwn, recallOwn } from '../store/own'
import { asMe } from './here'

const NAME = 'stands'
const MOST = 200 // appeals of others; what was looked at first goes first
type Stands = [number: string, stand: Stand][]

/** Where the person stands to an appeal, as it was kept; null: it was never asked. */
export async function keptStand(number: string): Promise<Stand | null> {
  return (await all()).find(([one]) => one === number)?.[1] ?? null
}

/** The same from the portal. Throws Problem. */
export async function freshStand(number: string): Promise<Stand> {
  const { mine, supports, follows, supporters } = (await asMe('get', '/appeals/{number}/stand', { path: { number } })).data!
  const stand = { mine, supports, follows, supporters }
  await keep(number, stand)
  return stand
}

/** The portal has taken it: also where no screen is open that would ask anew. */
export async function arrived(deed: Turned): Promise<void> {
  const was = await keptStand(deed.number)
  if (was) await keep(deed.number, after(was, deed))
}

async function all(): Promise<Stands> {
  return (await recallOwn<Stands>(NAME))?.data ?? []
}

async function keep(number: string, stand: Stand): Promise<void> {
  const others = (await all()).filter(([one]) => one !== number)
  await keepOwn(NAME, [...others, [number, stand]].slice(-MOST))
}
