import { uuid } from '@lib/uuid'
import { prepare } from '../device/pictures'
import { saveDraft } from '../store/drafts'
import { addPhoto } from '../store/photos'

/** Pictures that another app hands over begin a draft of their own. `shared=lost`: no room, or nothing that is a photo. */
export async function shared(request: Request, home: string): Promise<Response> {
  const id = uuid()
  let kept = 0
  try {
    const files = (await request.formData()).getAll('photos').filter((one): one is File => one instanceof File)
    if (files.length) await saveDraft({ id, values: { start: 'photo' }, at: Date.now() })
    for (const file of files) {
      const made = await prepare(file)
      if (typeof made === 'string') continue
      await addPhoto(id, made.photo, made.spot)
      kept += 1
    }
  } catch (failure) {
    console.error('share', failure)
  }
  return Response.redirect(kept ? `${home}report/${id}/photos?shared=yes` : `${home}report?shared=lost`, 303)
}
