import type { Camera } from '../camera'

/** page: where the hidden field stands while the person chooses; Safari forgets a field that stands nowhere. */
export function webCamera(page: () => Document): Camera {
  return {
    take: async () => (await ask(page(), { capture: 'environment' }))[0] ?? null,
    pick: async (most) => (await ask(page(), { multiple: '' })).slice(0, most),
  }
}

function ask(page: Document, traits: Record<string, string>): Promise<File[]> {
  return new Promise((chosen) => {
    const field = page.createElement('input')
    for (const [name, value] of Object.entries({ type: 'file', accept: 'image/*', hidden: '', ...traits }))
      field.setAttribute(name, value)
    const end = (files: File[]) => {
      field.remove()
      chosen(files)
    }
    field.addEventListener('change', () => end([...(field.files ?? [])]))
    // Browsers before 2023 tell nothing: the field stays hidden and the caller waits for the next one.
    field.addEventListener('cancel', () => end([]))
    page.body.append(field)
    field.click()
  })
}

export const camera: Camera = webCamera(() => document)
