/** What the first bytes of a picture say, without decoding it. */
export interface Head {
  kind: 'jpeg' | 'png' | 'webp' | 'heic' | 'other'
  /** Width times height; null: it does not say. */
  pixels: number | null
  /** Where it was taken (GPS of Exif); null: it does not say. Only of JPEG. */
  spot: { lat: number; lon: number } | null
}

/** Exif lies before the picture itself: cameras write previews of up to 64 KB a segment, and maker's notes. */
export const HEAD_BYTES = 256 * 1024

/** Never throws: bytes that are cut off or make no sense say nothing. */
export function read(bytes: ArrayBuffer): Head {
  const view = new DataView(bytes)
  const kind = kindOf(view)
  try {
    if (kind === 'png') return { kind, pixels: view.getUint32(16) * view.getUint32(20), spot: null }
    if (kind === 'jpeg') return { kind, ...jpeg(view) }
  } catch {
    // It ends in the middle of a value.
  }
  return { kind, pixels: null, spot: null }
}

function kindOf(view: DataView): Head['kind'] {
  if (view.byteLength < 12) return 'other'
  if (view.getUint16(0) === 0xffd8) return 'jpeg'
  if (view.getUint32(0) === 0x89504e47) return 'png'
  if (text(view, 0, 4) === 'RIFF' && text(view, 8, 4) === 'WEBP') return 'webp'
  const brand = text(view, 4, 4) === 'ftyp' ? text(view, 8, 4) : ''
  return /^(hei[cxsm]|hev[cx]|mif1|msf1)$/.test(brand) ? 'heic' : 'other'
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length))
}

function jpeg(view: DataView): Omit<Head, 'kind'> {
  const found: Omit<Head, 'kind'> = { pixels: null, spot: null }
  let at = 2
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const length = view.getUint16(at + 2)
    if (marker === 0xda || length < 2) break // the picture begins
    if (marker === 0xe1 && !found.spot && text(view, at + 4, 4) === 'Exif') found.spot = spotIn(view, at + 10)
    // Frames: C0–CF but for tables (C4, C8, CC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      found.pixels = view.getUint16(at + 5) * view.getUint16(at + 7)
    }
    at += 2 + length
  }
  return found
}

const GPS = 0x8825
const DEGREES = 5 // type of a value: rationals

/** Of the TIFF that begins at `from`. A damaged one must not hide the rest of the head. */
function spotIn(view: DataView, from: number): Head['spot'] {
  try {
    const little = text(view, from, 2) === 'II'
    const short = (at: number) => view.getUint16(from + at, little)
    const long = (at: number) => view.getUint32(from + at, little)
    const entries = (at: number) => Array.from({ length: Math.min(short(at), 512) }, (_, n) => at + 2 + n * 12)
    const gps = entries(long(4)).find((entry) => short(entry) === GPS)
    if (gps === undefined) return null
    const tags = new Map(entries(long(gps + 8)).map((entry) => [short(entry), entry]))
    const degrees = (reference: number, value: number, negative: string): number => {
      const where = tags.get(reference)
      const entry = tags.get(value)
      if (where === undefined || entry === undefined || short(entry + 2) !== DEGREES) return NaN
      const at = long(entry + 8)
      const [d, m, s] = [0, 8, 16].map((n) => (long(at + n + 4) === 0 && n > 0 ? 0 : long(at + n) / long(at + n + 4))) as [number, number, number]
      return (d + m / 60 + s / 3600) * (text(view, from + where + 8, 1) === negative ? -1 : 1)
    }
    const [lat, lon] = [degrees(1, 2, 'S'), degrees(3, 4, 'W')]
    // 0°, 0° is what phones write that did not know.
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0) ? { lat, lon } : null
  } catch {
    return null
  }
}
