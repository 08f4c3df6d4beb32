import { Problem } from '../api/problem'
import { NoStore } from '../store/db'
import { isFull } from '../store/room'
import { w } from '.'

/** What to tell the person of anything that went wrong. The portal's own words come first. */
export function told(failure: unknown): string {
  if (failure instanceof NoStore) return w.problem.noStore
  if (isFull(failure)) return w.problem.full
  if (!(failure instanceof Problem)) return w.problem.other
  return failure.detail || ofStatus(failure.status, failure.code)
}

export function ofStatus(status: number, code: string): string {
  if (status === 413) return w.outbox.tooLarge // whoever says it, a proxy too
  if (code === 'timeout') return w.problem.timeout
  if (code === 'garbage') return w.problem.garbage
  if (code === 'photo_lost') return w.outbox.photoLost
  if (code === 'editing') return w.outbox.editing
  if (code === 'key_taken') return w.outbox.keyTaken
  if (status === 0) return w.problem.offline
  if (status === 401) return w.problem.signIn
  if (status === 404 || status === 410) return w.problem.notFound
  if (status === 429) return w.problem.busy
  return status >= 500 ? w.problem.server : w.problem.other
}
