import { call, type Shapes, type Wire } from '../api/client'
import { Problem } from '../api/problem'
import { keptGet } from '../store/kept'
import { filesOf, forget, keepAll, type KeptFile, type KeptTerritory } from './packs'

/** A municipality's files as the portal lists them, and which of them the phone lacks or has in an older version. */
export interface Plan {
  code: string
  name: string
  files: Shapes['OfflineFile'][]
  wanted: Shapes['OfflineFile'][]
  gone: string[]
}

const CLASSIFIER = 'classifier.json'

/** Throws Problem. */
export async function plan(wire: Wire, code: string): Promise<Plan> {
  const { data } = await call(wire, 'get', '/offline/{territory}', { path: { territory: code } })
  const listed = data!
  const kept = new Map((await filesOf(code)).map((file) => [file.name, file.version]))
  return {
    code,
    name: listed.name,
    files: listed.files,
    wanted: listed.files.filter((file) => kept.get(file.name) !== file.version),
    gone: [...kept.keys()].filter((name) => !listed.files.some((file) => file.name === name)).map((name) => `${code}/${name}`),
  }
}

export function weight(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0)
}

/**
 * Takes what is wanted and keeps it at once. progress: 0..1. Throws Problem, the store's own failures (a full disk), or
 * what `signal` says; then everything is as it was before.
 */
export async function download(wire: Wire, { code, name, wanted, gone }: Plan, progress: (part: number) => void, signal: AbortSignal): Promise<void> {
  const all = Math.max(1, weight(wanted))
  let done = 0
  const files: KeptFile[] = []
  for (const file of wanted) {
    const bytes = await fetched(wire, file, (part) => progress(Math.min(1, (done + part * file.bytes) / all)), signal)
    files.push({ key: `${code}/${file.name}`, territory: code, name: file.name, version: file.version, bytes })
    done += file.bytes
    progress(done / all)
  }
  await keepAll({ code, name, at: Date.now() } satisfies KeptTerritory, files, gone)
}

async function fetched(wire: Wire, file: Shapes['OfflineFile'], progress: (part: number) => void, signal: AbortSignal): Promise<ArrayBuffer> {
  // The form reads it where it keeps other answers; here it is only counted as taken.
  if (file.name === CLASSIFIER) return new TextEncoder().encode(JSON.stringify((await keptGet(wire, '/classifier')).data)).buffer as ArrayBuffer
  try {
    const answer = await wire.fetch(wire.base + file.href, { method: 'GET', credentials: 'omit', cache: 'no-store', redirect: 'error', signal })
    if (!answer.ok) throw new Problem({ status: answer.status, code: answer.status === 404 ? 'not_found' : 'garbage' })
    return await read(answer, file.bytes, progress)
  } catch (failure) {
    if (failure instanceof Problem || signal.aborted) throw failure
    throw new Problem({ status: 0, code: 'offline' })
  }
}

/** In pieces, so that the person sees it move. What travels packed is longer here: the last part is then waited for. */
async function read(answer: Response, bytes: number, progress: (part: number) => void): Promise<ArrayBuffer> {
  const reader = answer.body?.getReader()
  if (!reader) return answer.arrayBuffer()
  const pieces: Uint8Array[] = []
  let length = 0
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value)
    length += piece.value.length
    progress(Math.min(1, length / bytes))
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole.buffer
}

/** Bytes of what the phone keeps of it. */
export async function keptWeight(code: string): Promise<number> {
  return (await filesOf(code)).reduce((sum, file) => sum + file.bytes.byteLength, 0)
}

export { forget }
