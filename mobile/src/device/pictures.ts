import { fit } from '@lib/picture'

export const MOST_BYTES = 20_000_000 // the server's own limit (OTKLIK_PHOTO_BYTES)
const SIDE = 1920 // pixels: a licence plate is still readable
const QUALITY = 0.82

export type Refusal = 'notPicture' | 'tooBig'

/**
 * The photo as it will be sent: a JPEG of at most 1920 pixels, upright. What this phone cannot decode (HEIC, a damaged
 * file) goes as it is where the server takes its size: the server reads more than browsers do, and says what is wrong.
 */
export async function prepare(file: File): Promise<Blob | Refusal> {
  if (file.size === 0 || (file.type !== '' && !file.type.startsWith('image/'))) return 'notPicture'
  const small = await shrink(file)
  if (small && small.size < file.size) return small
  if (file.size > MOST_BYTES) return small ?? 'tooBig'
  // Some phones name no type for HEIC; the server looks at the bytes.
  return file.type ? file : new File([file], file.name, { type: 'image/heic' })
}

async function shrink(file: File): Promise<Blob | null> {
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
