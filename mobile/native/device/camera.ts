import { Camera as Phone, type MediaResult } from '@capacitor/camera'
import { NoPhotos, type Camera } from '../../src/device/camera'

// The codes of the plugin (its README, «Errors»).
const CLOSED = new Set(['OS-PLUG-CAMR-0006', 'OS-PLUG-CAMR-0020'])
const DENIED = new Set(['OS-PLUG-CAMR-0003', 'OS-PLUG-CAMR-0005'])

export const camera: Camera = {
  async take() {
    const photo = await unlessClosed(Phone.takePhoto({ correctOrientation: true, saveToGallery: false }))
    return photo ? file(photo) : null
  },
  async pick(most) {
    const found = await unlessClosed(Phone.chooseFromGallery({ allowMultipleSelection: most > 1, limit: most }))
    return Promise.all((found?.results ?? []).slice(0, most).map(file))
  },
}

async function unlessClosed<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (failure) {
    const code = String((failure as { code?: unknown }).code)
    if (CLOSED.has(code)) return null
    throw new NoPhotos(DENIED.has(code) ? 'denied' : 'broken')
  }
}

/** The plugin names a file of the app; its bytes come by way of the WebView. */
async function file({ webPath }: MediaResult): Promise<File> {
  try {
    const bytes = await (await fetch(webPath ?? '')).blob()
    return new File([bytes], webPath?.split('/').pop() ?? 'photo', { type: bytes.type || 'image/jpeg' })
  } catch {
    throw new NoPhotos('broken')
  }
}
