/** Size of a picture after it is made to fit a square of `side` pixels. A small picture stays as it is. */
export function fit(width: number, height: number, side: number): { width: number; height: number } {
  const ratio = Math.min(1, side / Math.max(width, height))
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) }
}

const SIDE = 1920 // pixels: a licence plate is still readable, 4 MB become 400 KB
const QUALITY = 0.82

/**
 * A smaller JPEG of the same picture, upright. Where the browser cannot read or draw it (HEIC, old phones) the file
 * itself is returned: the server reads everything that we accept and makes it small anyway.
 */
export async function shrink(file: File): Promise<Blob> {
  if (typeof OffscreenCanvas === 'undefined' || typeof createImageBitmap === 'undefined') return file
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const { width, height } = fit(bitmap.width, bitmap.height, SIDE)
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const small = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
    return small.size < file.size ? small : file
  } catch {
    return file
  }
}
