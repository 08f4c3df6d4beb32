import { addPhoto } from '../store/photos'
import { REPORT } from '../store/drafts'

/** Pictures that another app hands over wait in the draft; the form says so. `shared=lost`: no room, or nothing came. */
export async function shared(request: Request, home: string): Promise<Response> {
  let said = 'lost'
  try {
    const files = (await request.formData()).getAll('photos').filter((one): one is File => one instanceof File)
    for (const file of files.filter((one) => one.size > 0)) await addPhoto(REPORT, file)
    if (files.length) said = 'yes'
  } catch (failure) {
    console.error('share', failure)
  }
  return Response.redirect(`${home}report?shared=${said}`, 303)
}
