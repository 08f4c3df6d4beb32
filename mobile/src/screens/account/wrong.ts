import { tick } from 'svelte'
import { Problem } from '../../api/problem'

export type Wrong = Record<string, string>

/** Focus on the first field that is wrong, once it is drawn so. */
export async function toFirst(wrong: Wrong): Promise<void> {
  await tick()
  const first = Object.keys(wrong)[0]
  if (first) document.getElementById(first)?.focus()
}

/** What the portal says of the fields that this form has. The rest must be told in words of its own. */
export function fieldsOf(failure: unknown, names: readonly string[]): Wrong {
  if (!(failure instanceof Problem)) return {}
  return Object.fromEntries(Object.entries(failure.fields).filter(([name]) => names.includes(name)))
}
