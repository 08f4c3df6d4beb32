import { PMTiles, type RangeResponse, type Source } from 'pmtiles'
import { ORIGIN } from '../device/origin'
import { KEPT_ZOOM } from './look'

/** A file of tiles that lies on this device. */
export class Held implements Source {
  constructor(
    private readonly key: string,
    private readonly bytes: ArrayBuffer,
  ) {}

  getKey(): string {
    return this.key
  }

  getBytes(offset: number, length: number): Promise<RangeResponse> {
    return Promise.resolve({ data: this.bytes.slice(offset, offset + length) })
  }
}

export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>
const NOTHING = new ArrayBuffer(0)

/** Land by «otklik-land://z/x/y»: out of the kept files, else from the portal. Nothing where neither has it. */
export function land(files: readonly Held[], get: Fetch): (url: string, signal: AbortSignal) => Promise<ArrayBuffer> {
  const kept = files.map((file) => new PMTiles(file))
  return async (url, signal) => {
    const [z = 0, x = 0, y = 0] = (url.split('://')[1] ?? '').split('/').map(Number)
    for (const one of z <= KEPT_ZOOM ? kept : []) {
      const found = await one.getZxy(z, x, y)
      if (found) return found.data
    }
    try {
      const answer = await get(`${ORIGIN}/tiles/places/${z}/${x}/${y}.mvt`, { signal })
      return answer.ok && answer.status !== 204 ? await answer.arrayBuffer() : NOTHING
    } catch (failure) {
      if (signal.aborted) throw failure
      return NOTHING // without a connection the land is bare, the points are there all the same
    }
  }
}
