import type { Shapes, Wire } from '../api/client'
import { keptGet, recall } from './kept'

type Classifier = Shapes['Classifier']

/**
 * Topics and their questions. `show` is given those of the last time at once, then the newest: nobody waits for a
 * network that is slow. Throws Problem where there are neither.
 */
export async function classifier(wire: Wire, show: (found: Classifier) => void): Promise<void> {
  const kept = (await recall(`${wire.language} /classifier`))?.data as Classifier | undefined
  if (isOne(kept)) show(kept)
  try {
    const { data } = await keptGet(wire, '/classifier')
    // A file that is loaded changes it without a new version.
    if (isOne(data) && JSON.stringify(data) !== JSON.stringify(kept)) show(data)
  } catch (failure) {
    if (!isOne(kept)) throw failure
  }
}

/** What an older app kept, or a newer portal sends, is one as far as it has what is read here. */
function isOne(found: Classifier | undefined): found is Classifier {
  return Array.isArray(found?.categories) && found.categories.every((one) => Array.isArray(one.topics))
}
