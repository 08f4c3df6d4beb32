import { uuid } from '@lib/uuid'
import { made } from '../outbox/machine'
import { changed } from '../outbox/send'
import { queued } from '../outbox/triggers'
import { putDeed } from '../store/outbox'
import type { Deed } from './deed'

/** The deed is kept under a key of its own and leaves now or when there is a network. Throws NoStore. */
export async function put(deed: Deed, title: string, photos: readonly string[] = [], owner = ''): Promise<void> {
  await putDeed(made(uuid(), deed, title, photos, Date.now()), owner)
  changed()
  void queued()
}
