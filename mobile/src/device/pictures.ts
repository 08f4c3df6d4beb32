import { fit } from '@lib/picture'
import { type Head, HEAD_BYTES, read } from './head'

export const MOST_BYTES = 20_000_000 // the server's own limit (OTKLIK_PHOTO_BYTES)
/** More would want a gigabyte of the phone's memory to be made smaller. */
const MOST_PIXELS = 250_000_000
const SIDE = 1920 // pixels: a licence plate is still readable
const QUALITY = 0.82

/** broken: of a kind that this phone reads, but it cannot. */
export type Refusal = 'notPicture' | 'tooBig' | 'tooManyPixels' | 'broken'

export interface Made {
  photo: Blob
  /** Where it was taken, if the picture says so. What is sent carries it no longer. */
  spot: Head['spot']
}

/** How a file is decoded; tests and old phones have no canvas. null: this phone cannot. */
export type Shrink = (file: File) => Promise<Blob | null>

/**
 * The photo as it will be sent: a JPEG of at most 1920 pixels, upright, with nothing of its Exif. What this phone cannot
 * decode but the portal can (HEIC) goes as it is: the portal strips it.
 */
export async function prepare(file: File, shrink: Shrink = shrunk): Promise<Made | Refusal> {
  if (file.size === 0 || (file.type !== '' && !file.type.startsWith('image/'))) return 'notPicture'
  const { kind, pixels, spot } = read(await file.slice(0, HEAD_BYTES).arrayBuffer())
  if (pixels !== null && pixels > MOST_PIXELS) return 'tooManyPixels'
  const small = await shrink(file)
  if (small) return { photo: small, spot }
  if (kind === 'heic') return file.size > MOST_BYTES ? 'tooBig' : { photo: new Blob([file], { type: 'image/heic' }), spot }
  if (kind === 'other') return 'notPicture'
  return pixels !== null && pixels > 40_000_000 ? 'tooManyPixels' : 'broken'
}

async function shrunk(file: File): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const { width, height } = fit(bitmap.width, bitmap.height, SIDE)
    try {
      return await jpeg(bitmap, width, height)
    } finally {
      bitmap.close()
    }
  } catch {
    return null
  }
}

async function jpeg(bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  if (typeof OffscreenCanvas !== 'undefined') {
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
    return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
  return new Promise((made) => canvas.toBlob(made, 'image/jpeg', QUALITY))
}
