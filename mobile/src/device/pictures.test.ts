import { expect, test } from 'vitest'
import { read } from './head'
import { prepare, type Shrink } from './pictures'

/** A TIFF with one folder of GPS: degrees, minutes and seconds as cameras write them. */
function exif(lat: number[], lon: number[], south: string, west: string, little = true): Uint8Array {
  const bytes = new Uint8Array(200)
  const view = new DataView(bytes.buffer)
  const short = (at: number, value: number) => view.setUint16(at, value, little)
  const long = (at: number, value: number) => view.setUint32(at, value, little)
  bytes.set(new TextEncoder().encode(little ? 'II' : 'MM'))
  short(2, 42)
  long(4, 8)
  short(8, 1)
  entry(10, 0x8825, 4, 1, 26)
  short(26, 4)
  letter(28, 1, south)
  entry(40, 2, 5, 3, 80)
  letter(52, 3, west)
  entry(64, 4, 5, 3, 110)
  rationals(80, lat)
  rationals(110, lon)
  return bytes

  function entry(at: number, tag: number, type: number, count: number, value: number): void {
    short(at, tag)
    short(at + 2, type)
    long(at + 4, count)
    long(at + 8, value)
  }
  function letter(at: number, tag: number, value: string): void {
    entry(at, tag, 2, 2, 0)
    bytes[at + 8] = value.charCodeAt(0)
  }
  function rationals(at: number, values: number[]): void {
    values.forEach((value, n) => {
      long(at + n * 8, Math.round(value * 100))
      long(at + n * 8 + 4, 100)
    })
  }
}

function jpeg(tiff: Uint8Array | null, width = 640, height = 480): Uint8Array<ArrayBuffer> {
  const app1 = tiff ? [0xff, 0xe1, (tiff.length + 8) >> 8, (tiff.length + 8) & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff] : []
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]
  return new Uint8Array([0xff, 0xd8, ...app1, ...frame, 0xff, 0xda, 0, 2, 1, 2, 3])
}

function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x89504e47)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return bytes
}

const heic = () => new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode('ftypheic'), ...new Uint8Array(20)])
const file = (bytes: Uint8Array<ArrayBuffer>, name = 'a', type = 'image/jpeg') => new File([bytes], name, { type })
const cannot: Shrink = async () => null
const can: Shrink = async () => new Blob(['small'], { type: 'image/jpeg' })

test.each([true, false])('the place of a photo is read, whichever way its numbers are written (%s)', (little) => {
  const { spot, pixels, kind } = read(jpeg(exif([55, 45, 7.5], [37, 37, 4], 'N', 'E', little)).buffer)
  expect(kind).toBe('jpeg')
  expect(spot?.lat).toBeCloseTo(55.752083, 5)
  expect(spot?.lon).toBeCloseTo(37.617778, 5)
  expect(pixels).toBe(640 * 480)
})

test('south and west are below zero', () => {
  const { spot } = read(jpeg(exif([33, 30, 0], [70, 15, 0], 'S', 'W')).buffer)
  expect(spot).toEqual({ lat: -33.5, lon: -70.25 })
})

test.each([
  ['nowhere (0, 0)', jpeg(exif([0, 0, 0], [0, 0, 0], 'N', 'E'))],
  ['no Exif', jpeg(null)],
  ['more degrees than there are', jpeg(exif([155, 0, 0], [37, 0, 0], 'N', 'E'))],
  ['cut off', jpeg(exif([55, 45, 7], [37, 37, 4], 'N', 'E')).slice(0, 90)],
  ['empty', new Uint8Array(0)],
  ['noise', new Uint8Array([0xff, 0xd8, ...Array.from({ length: 300 }, (_, n) => (n * 73) % 256)])],
])('%s says no place and stops nothing', (_name, bytes) => {
  expect(read(new Uint8Array(bytes).buffer).spot).toBeNull()
})

test('what can be decoded is sent small, and its place is told beside it', async () => {
  const made = await prepare(file(jpeg(exif([55, 45, 0], [37, 30, 0], 'N', 'E'))), can)
  expect(made).toMatchObject({ spot: { lat: 55.75, lon: 37.5 } })
  expect(await (made as { photo: Blob }).photo.text()).toBe('small')
})

test('HEIC that this phone cannot read goes as it is: the portal reads it', async () => {
  const made = await prepare(file(heic(), 'a.heic', ''), cannot)
  expect((made as { photo: Blob }).photo.type).toBe('image/heic')
  expect((made as { photo: Blob }).photo.size).toBe(32)
})

test.each([
  ['a damaged photo', file(jpeg(null)), 'broken'],
  ['a hundred megapixels that the phone cannot hold', file(jpeg(null, 12_000, 9_000)), 'tooManyPixels'],
  ['not a picture', file(new Uint8Array([1, 2, 3]), 'a.pdf', 'application/pdf'), 'notPicture'],
  ['something named like a picture', file(new TextEncoder().encode('<html>Войдите</html>') as Uint8Array<ArrayBuffer>), 'notPicture'],
  ['an empty file', file(new Uint8Array(0)), 'notPicture'],
])('%s is told at once', async (_name, given, said) => {
  expect(await prepare(given, cannot)).toBe(said)
})

test('a picture of 900 megapixels in a few kilobytes is not even decoded', async () => {
  const never: Shrink = () => Promise.reject(new Error('decoded'))
  expect(await prepare(file(png(30_000, 30_000), 'a.png', 'image/png'), never)).toBe('tooManyPixels')
})

test('HEIC of more bytes than the portal takes is told', async () => {
  const big = Object.assign(file(heic(), 'a.heic', ''), {})
  Object.defineProperty(big, 'size', { value: 21_000_000 })
  expect(await prepare(big, cannot)).toBe('tooBig')
})
