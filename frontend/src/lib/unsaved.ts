/** The part of a form field that is filled in again. */
export interface Field {
  name: string
  type: string
  value: string
  checked?: boolean
}

/** Put a body (`a=1&b=2`) back into the fields of its form: a box that is not in it is not ticked. */
export function fill(fields: Iterable<Field>, body: string): void {
  const said = new URLSearchParams(body)
  for (const field of fields) {
    if (!field.name || field.name === 'csrfmiddlewaretoken' || field.type === 'submit') continue
    if (field.type === 'radio' || field.type === 'checkbox') {
      field.checked = said.getAll(field.name).includes(field.value)
    } else if (said.has(field.name)) field.value = said.get(field.name) ?? ''
  }
}

/**
 * What was typed and not stored by the server yet, for this tab and this address: a reload overtakes the last save.
 * Where the browser keeps nothing, nothing is kept.
 */
export function unsaved(key: string, store: Storage): { put(body: string): void; take(): string; drop(): void } {
  const quietly = <T>(act: () => T, otherwise: T): T => {
    try {
      return act()
    } catch {
      return otherwise
    }
  }
  return {
    put: (body) => quietly(() => store.setItem(key, body), undefined),
    take: () => quietly(() => store.getItem(key) ?? '', ''),
    drop: () => quietly(() => store.removeItem(key), undefined),
  }
}
