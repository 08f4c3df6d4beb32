import { wire } from '../../api/wire'
import { isHeld } from '../../outbox/held'
import type { Item } from '../../outbox/machine'
import { classifier } from '../../store/classifier'
import type { StoredPhoto } from '../../store/db'
import { draft, saveDraft, type Seen, Taken } from '../../store/drafts'
import { shelf } from '../../store/outbox'
import { documentsOf, photosOf } from '../../store/photos'
import { isFull, room } from '../../store/room'
import { language, w } from '../../words'
import { told } from '../../words/problems'
import { isSignedIn, lastAuthor } from './account'
import { type Change, changed, NOTHING, seenIn, without } from './changes'
import { type Classifier, type Errors, fieldOf, papersOf, type Step, stepsOf, topicOf, type Values, valuesOf, wrong } from './form'

/** An appeal while it is written: a draft, or one of the outbox that is put right. In the store at every change. */
export class Editing {
  values = $state<Values>({})
  photos = $state.raw<StoredPhoto[]>([])
  documents = $state.raw<StoredPhoto[]>([])
  classifier = $state.raw<Classifier | null>(null)
  /** One of the outbox. */
  item = $state.raw<Item | null>(null)
  private refusal = $state.raw<{ said: Errors; of: Values }>({ said: {}, of: {} })
  change = $state.raw<Change>(NOTHING)
  isSignedIn = $state(false)
  isReady = $state(false)
  isGone = $state(false)
  isSaved = $state(false)
  isTight = $state(false)
  words = $state('')
  readonly topic = $derived(topicOf(this.classifier, this.values.topic ?? ''))
  /** Those that the topic asks for: what answered another one stays on the phone. */
  readonly enclosed = $derived(this.documents.filter(({ question }) => papersOf(this.topic).some(({ code }) => code === question)))
  readonly steps: Step[] = $derived(stepsOf(this.values, this.isSignedIn))
  readonly missing: Errors = $derived(wrong(this.values, this.topic, this.isSignedIn, w.report))
  /** What the portal said of its fields. It holds until the field is another. */
  readonly refused: Errors = $derived(Object.fromEntries(Object.entries(this.refusal.said).filter(([field]) => this.isAsRefused(field))))
  /** All that keeps it from being sent. */
  readonly errors: Errors = $derived({ ...this.refused, ...this.missing })
  private seen: Seen | undefined
  private at = 0

  constructor(readonly id: string) {}

  async load(): Promise<void> {
    try {
      const found = (await shelf.items()).find((one) => one.id === this.id) ?? null
      const kept = await draft(this.id)
      this.item = found && isHeld(found) ? found : null
      this.isGone = !kept && !this.item
      this.isSignedIn = await isSignedIn()
      this.seen = kept?.seen
      this.at = kept?.at ?? 0
      this.values = kept?.values ?? { ...(await lastAuthor()), ...(this.item ? { ...this.item.typed, ...valuesOf(this.item.filing) } : {}) }
      this.takeRefusal()
      this.photos = await photosOf(this.id, kept?.photos ?? this.item?.photos ?? [])
      this.documents = await documentsOf(this.id)
      this.isTight = (await room()).isTight
    } catch (failure) {
      this.words = told(failure)
    }
    this.isReady = true
  }

  /** The topics of the last time, then the newest; what has changed is asked again. */
  async ask(): Promise<void> {
    try {
      await classifier(wire(language), (found) => {
        this.classifier = found
        this.compare(found)
      })
    } catch (failure) {
      this.words = `${w.report.noTopics} ${told(failure)}`
    }
  }

  private compare(now: Classifier): void {
    const change = changed(this.seen, this.values, now)
    if (!change.gone && change.questions.length === 0) return
    this.change = change
    this.values = without(this.values, change, now)
    void this.keep()
  }

  private takeRefusal(): void {
    const fields = Object.entries(this.item?.trouble?.fields ?? {}).map(([name, said]) => [fieldOf(name), said] as const)
    this.refusal = { said: Object.fromEntries(fields), of: this.item ? valuesOf(this.item.filing) : {} }
  }

  /** A place is many fields. */
  private isAsRefused(field: string): boolean {
    const names = field === 'place' ? ['lat', 'lon', 'settlement', 'territory'] : [field]
    return names.every((one) => (this.values[one] ?? '') === (this.refusal.of[one] ?? ''))
  }

  /** Into the store. false: it could not, and the person is told. */
  async keep(): Promise<boolean> {
    if (this.isGone) return true
    const values = $state.snapshot(this.values)
    if (this.classifier && !this.change.gone && this.change.questions.length === 0) this.seen = seenIn(this.classifier, values.topic ?? '')
    try {
      const at = Date.now()
      await saveDraft({ id: this.id, values, photos: this.photos.map((one) => one.id), seen: this.seen, at }, this.item !== null)
      this.at = at
      this.isSaved = true
      this.isTight = (await room()).isTight
      this.words = ''
      return true
    } catch (failure) {
      if (failure instanceof Taken) this.isGone = true
      this.words = failure instanceof Taken ? w.report.taken : isFull(failure) ? w.report.full : told(failure)
      this.isSaved = false
      return false
    }
  }

  /** The person has answered what had changed. */
  settle(): void {
    this.change = NOTHING
  }

  /** Seen again after another tab may have written the same draft: the newest is taken. */
  async lookAgain(): Promise<void> {
    const kept = await draft(this.id).catch(() => undefined)
    if (!kept || kept.at === this.at) return
    this.values = kept.values
    this.at = kept.at
    this.photos = await photosOf(this.id, kept.photos ?? [])
    this.documents = await documentsOf(this.id)
  }
}
