import { held } from '../../outbox/held'
import { again, type Item, made } from '../../outbox/machine'
import { changed } from '../../outbox/send'
import { queued } from '../../outbox/triggers'
import { Taken } from '../../store/drafts'
import { putOut, putRight, shelf } from '../../store/outbox'
import { w } from '../../words'
import { told } from '../../words/problems'
import { rememberAuthor } from './account'
import type { Editing } from './editing.svelte'
import { filing } from './form'

/** Into the outbox. Returns what to tell the person where it could not; "": it is there. */
export async function send(editing: Editing): Promise<string> {
  const { topic, item, id } = editing
  if (!topic) return w.report.needTopic
  try {
    const filed = filing(editing.values, topic, editing.isSignedIn)
    const photos = editing.photos.map((one) => one.id)
    const documents = editing.enclosed.map((one) => one.id)
    const typed = { ...editing.values }
    await rememberAuthor({ name: filed.name ?? '', email: filed.email ?? '' })
    if (item) {
      const is = await putRight(id, (was) => (was.state === 'sent' ? was : { ...right(was, again(was, filed), photos, documents), title: topic.title, typed }))
      if (is?.state === 'sent') return w.report.leftAlready(is.number ?? '')
    } else {
      await putOut({ ...made(id, filed, topic.title, photos, Date.now()), documents, typed })
    }
    editing.isGone = true // nothing may bring the draft back
    changed()
    void queued()
    return ''
  } catch (failure) {
    return failure instanceof Taken ? w.report.taken : told(failure)
  }
}

function right(was: Item, is: Item, photos: readonly string[], documents: readonly string[]): Item {
  return { ...is, photos, documents, arrived: was.arrived.filter((one) => photos.includes(one) || documents.includes(one)) }
}

/** Before one of the outbox is put right it is held. Returns what to tell the person where it cannot be; "": it is. */
export async function hold(id: string): Promise<string> {
  const is = await shelf.change(id, held)
  changed()
  if (is?.state === 'sent') return w.report.leftAlready(is.number ?? '')
  return is?.state === 'sending' ? w.report.beingSent : ''
}
