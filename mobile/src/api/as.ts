import type { paths } from './schema'
import { type Answer, type Asking, call, type Given, type Wire } from './client'
import { Problem } from './problem'

/** The tokens of this device as a request needs them; account/tokens.ts. */
export interface Keys {
  access(): Promise<string | null>
  refused(access: string): void
}

type Methods = 'get' | 'post'
/** What a path answers to a method. */
export type At<P extends keyof paths, M extends Methods> = Extract<paths[P][M], object>

/**
 * Asks in the person's name. Throws Problem 401 `signed_out` where nobody is signed in. A token that is not taken is
 * renewed and the question repeated once: a 401 has done nothing.
 */
export async function withKey<T>(keys: Keys, ask: (bearer: string) => Promise<T>): Promise<T> {
  const access = await keys.access()
  if (!access) throw new Problem({ status: 401, code: 'signed_out' })
  try {
    return await ask(access)
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) throw failure
    keys.refused(access)
    const next = await keys.access()
    if (!next) throw failure
    return ask(next)
  }
}

/** A request in the person's name. Throws Problem. */
export async function callAs<P extends keyof paths, M extends Methods>(
  keys: Keys,
  wire: Wire,
  method: M,
  path: P,
  asking: Asking<At<P, M>> = {},
): Promise<Answer<Given<At<P, M>>>> {
  return withKey(
    keys,
    (bearer) => call({ ...wire, bearer }, method as never, path, asking as never) as Promise<Answer<Given<At<P, M>>>>,
  )
}
