import type { Shapes } from '../../api/client'
import type { Filing, Trouble } from '../../outbox/machine'
import type { Words } from '../../words'
import { fits } from './answers'

/**
 * What is typed, by field: kind, topic, text, address, name, email, consent, settlement, q.{code}; lat, lon and
 * accuracy of a point; start: what it began with. All of it is text, as it is kept in a draft.
 */
export type Values = Record<string, string>
export type Topic = Shapes['Topic']
export type Classifier = Shapes['Classifier']
export type Errors = Readonly<Record<string, string>>

export const MOST_PHOTOS = 10
export const MOST_DOCUMENTS = 5
export const TEXT_MAX = 10_000
export const STEPS = ['topic', 'place', 'details', 'photos', 'author', 'review'] as const
export type Step = (typeof STEPS)[number]

/** Photo first or topic first. Whoever is signed in is not asked who they are. */
export function stepsOf(values: Values, isSignedIn: boolean): Step[] {
  const rest = STEPS.filter((step) => step !== 'photos' && !(step === 'author' && isSignedIn))
  if (values.start === 'photo') return ['photos', ...rest]
  return STEPS.filter((step) => step === 'photos' || rest.includes(step))
}

export function topicsFor(classifier: Classifier, kind: string): { title: string; topics: Topic[] }[] {
  return classifier.categories
    .map(({ title, topics }) => ({ title, topics: topics.filter((topic) => (topic.kinds as string[]).includes(kind)) }))
    .filter(({ topics }) => topics.length > 0)
}

export function topicOf(classifier: Classifier | null, code: string): Topic | undefined {
  return classifier?.categories.flatMap((category) => category.topics).find((topic) => topic.code === code)
}

/** What is missing, by field. The rest the portal checks: its words come back to the outbox. */
export function wrong(values: Values, topic: Topic | undefined, isSignedIn: boolean, w: Words['report']): Errors {
  const is = (name: string) => Boolean(values[name]?.trim())
  const found: Record<string, string> = {}
  if (!is('kind')) found.kind = w.needKind
  if (!topic || !(topic.kinds as string[]).includes(values.kind ?? '')) found.topic = w.needTopic
  else if (topic.emergency_advice) found.topic = w.emergency
  if (!is('lat') && !is('settlement')) found.place = w.needPlace
  if (!is('address')) found.address = w.needAddress
  for (const one of topic?.questions ?? []) {
    const answer = values[`q.${one.code}`]?.trim() ?? ''
    if (answer === '' ? one.required : !fits(one, answer)) found[`q.${one.code}`] = answer === '' ? w.needAnswer(one.label) : w.needFit[one.answer_format || one.type] ?? w.needFit.text
  }
  if (!is('text')) found.text = w.needText
  if (!isSignedIn && !is('name')) found.name = w.needName
  if (!isSignedIn && !/^\S+@\S+\.\S+$/.test(values.email?.trim() ?? '')) found.email = w.needEmail
  if (values.consent !== 'yes') found.consent = w.needConsent
  return found
}

/** Where a field is asked. */
export function stepOf(field: string, isSignedIn: boolean): Step {
  if (field === 'kind' || field === 'topic') return 'topic'
  if (field === 'place' || field === 'address') return 'place'
  if (field === 'text' || field === 'documents' || field.startsWith('q.')) return 'details'
  if (field === 'photos') return 'photos'
  return isSignedIn || !['name', 'email', 'consent'].includes(field) ? 'review' : 'author'
}

/** Where the words of the portal are answered, when it refused what was sent. */
export function stepOfTrouble({ code, status, fields }: Pick<Trouble, 'code' | 'status' | 'fields'>, isSignedIn: boolean): Step {
  const first = STEPS.find((step) => Object.keys(fields).some((name) => stepOf(fieldOf(name), isSignedIn) === step))
  if (first) return first
  if (code === 'emergency' || code === 'bad_filing') return 'topic'
  if (code === 'unknown_settlement' || code === 'near_border') return 'place'
  if (code.includes('document')) return 'details'
  return status === 413 || code.includes('photo') ? 'photos' : 'review'
}

/** Questions of the topic that files answer. An app that has the topics of before has none. */
export function papersOf(topic: Topic | undefined): Topic['documents'] {
  return topic?.documents ?? []
}

/** What is wrong with a file before it is kept: its kind, its size; null: nothing. */
export function badPaper(file: Pick<File, 'name' | 'size'>, asked: Topic['documents'][number]): 'empty' | 'kind' | 'size' | null {
  if (file.size === 0) return 'empty'
  if (!asked.file_kinds.some((end) => file.name.toLowerCase().endsWith(end))) return 'kind'
  return file.size > asked.file_bytes ? 'size' : null
}

/** Of one step only. */
export function ofStep(errors: Errors, step: Step, isSignedIn: boolean): Errors {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => stepOf(field, isSignedIn) === step))
}

/** The first step at which something is to be put right; 'review': nothing is. */
export function firstWrong(errors: Errors, steps: readonly Step[], isSignedIn: boolean): Step {
  return steps.find((step) => Object.keys(ofStep(errors, step, isSignedIn)).length > 0) ?? 'review'
}

/** As the portal takes it. Call it when nothing is `wrong`. */
export function filing(values: Values, topic: Topic, isSignedIn: boolean): Filing {
  const said = (name: string) => values[name]?.trim() ?? ''
  const asked = topic.questions.map(({ code }) => [code, said(`q.${code}`)] as const).filter(([, answer]) => answer !== '')
  return {
    kind: values.kind as Filing['kind'],
    topic: topic.code,
    text: said('text'),
    address: said('address'),
    consent: true,
    answers_to_questions: Object.fromEntries(asked),
    ...(isSignedIn ? {} : { name: said('name'), email: said('email') }),
    ...(said('lat') ? { lat: Number(said('lat')), lon: Number(said('lon')) } : { settlement: Number(said('settlement')) }),
    ...(said('territory') ? { territory: said('territory') } : {}),
  }
}

/** Back into the form, to be put right. */
export function valuesOf(filed: Filing): Values {
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  const names = ['kind', 'topic', 'text', 'address', 'name', 'email', 'lat', 'lon', 'settlement', 'territory'] as const
  return {
    ...Object.fromEntries(names.map((name) => [name, text(filed[name])])),
    consent: 'yes',
    ...Object.fromEntries(Object.entries(filed.answers_to_questions ?? {}).map(([code, answer]) => [`q.${code}`, answer])),
  }
}

/** The form's names for what the portal calls otherwise. */
export function fieldOf(name: string): string {
  if (['lat', 'lon', 'settlement', 'territory'].includes(name)) return 'place'
  return name.startsWith('answers_to_questions.') ? `q.${name.slice('answers_to_questions.'.length)}` : name
}
