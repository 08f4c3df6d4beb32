import type { Shapes } from '../../api/client'
import type { Filing } from '../../outbox/machine'
import type { Words } from '../../words'

/** What is typed, by field: kind, topic, text, address, name, email, consent, lat, lon, settlement, q.{code}. */
export type Values = Record<string, string>
export type Topic = Shapes['Topic']

export const MOST_PHOTOS = 10

export function topicsFor(classifier: Shapes['Classifier'], kind: string): { title: string; topics: Topic[] }[] {
  return classifier.categories
    .map(({ title, topics }) => ({ title, topics: topics.filter((topic) => (topic.kinds as string[]).includes(kind)) }))
    .filter(({ topics }) => topics.length > 0)
}

export function topicOf(classifier: Shapes['Classifier'] | null, code: string): Topic | undefined {
  return classifier?.categories.flatMap((category) => category.topics).find((topic) => topic.code === code)
}

/** What is missing, by field. The rest the portal checks: its words come back to the outbox. */
export function wrong(values: Values, topic: Topic | undefined, w: Words['report']): Record<string, string> {
  const is = (name: string) => Boolean(values[name]?.trim())
  const found: Record<string, string> = {}
  if (!is('kind')) found.kind = w.needKind
  if (!topic || !(topic.kinds as string[]).includes(values.kind ?? '')) found.topic = w.needTopic
  for (const one of topic?.questions ?? []) if (one.required && !is(`q.${one.code}`)) found[`q.${one.code}`] = w.needAnswer(one.label)
  if (!is('text')) found.text = w.needText
  if (!is('lat') && !is('settlement')) found.place = w.needPlace
  if (!is('address')) found.address = w.needAddress
  if (!is('name')) found.name = w.needName
  if (!/^\S+@\S+\.\S+$/.test(values.email?.trim() ?? '')) found.email = w.needEmail
  if (values.consent !== 'yes') found.consent = w.needConsent
  return found
}

/** As the portal takes it. Call it when nothing is `wrong`. */
export function filing(values: Values, topic: Topic): Filing {
  const said = (name: string) => values[name]?.trim() ?? ''
  const asked = topic.questions.map(({ code }) => [code, said(`q.${code}`)] as const).filter(([, answer]) => answer !== '')
  const where = said('lat') ? { lat: Number(said('lat')), lon: Number(said('lon')) } : { settlement: Number(said('settlement')) }
  return {
    kind: values.kind as Filing['kind'],
    topic: topic.code,
    text: said('text'),
    address: said('address'),
    name: said('name'),
    email: said('email'),
    consent: true,
    answers_to_questions: Object.fromEntries(asked),
    ...where,
  }
}

/** Back into the form, to be put right. */
export function valuesOf(filed: Filing): Values {
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  return {
    kind: filed.kind,
    topic: filed.topic,
    text: filed.text,
    address: filed.address,
    name: text(filed.name),
    email: text(filed.email),
    consent: 'yes',
    lat: text(filed.lat),
    lon: text(filed.lon),
    settlement: text(filed.settlement),
    ...Object.fromEntries(Object.entries(filed.answers_to_questions ?? {}).map(([code, answer]) => [`q.${code}`, answer])),
  }
}

/** The form's names for what the portal calls otherwise. */
export function fieldOf(name: string): string {
  if (['lat', 'lon', 'settlement', 'territory'].includes(name)) return 'place'
  return name.startsWith('answers_to_questions.') ? `q.${name.slice('answers_to_questions.'.length)}` : name
}
