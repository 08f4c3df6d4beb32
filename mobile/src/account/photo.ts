import { withKey } from '../api/as'
import { Problem } from '../api/problem'
import { ORIGIN } from '../device/origin'
import { keepOwn, recallOwn } from '../store/own'
import { tokens } from './here'

export type Size = 'card' | 'full' | 'thumb'

/** A photo of an own appeal, which only its author may fetch; kept for reading without a network. Throws Problem. */
export async function ownPhoto(id: string, size: Size = 'card'): Promise<Blob> {
  const name = `photo ${id} ${size}`
  const kept = await recallOwn<ArrayBuffer>(name)
  if (kept) return new Blob([kept.data], { type: 'image/jpeg' })
  const bytes = await withKey(tokens, (bearer) => fetched(`/api/v1/my/photos/${id}?size=${size}`, bearer))
  await keepOwn(name, bytes)
  return new Blob([bytes], { type: 'image/jpeg' })
}

async function fetched(path: string, bearer: string): Promise<ArrayBuffer> {
  let response: Response
  try {
    response = await fetch(ORIGIN + path, { headers: { Authorization: `Bearer ${bearer}` }, credentials: 'omit', cache: 'no-store' })
  } catch {
    throw new Problem({ status: 0, code: 'offline' })
  }
  if (response.ok && response.headers.get('Content-Type')?.startsWith('image/')) return response.arrayBuffer()
  throw new Problem({ status: response.status, code: 'garbage' })
}
