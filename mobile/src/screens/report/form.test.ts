import { expect, test } from 'vitest'
import { ru } from '../../words/ru'
import { fits, type Question } from './answers'
import { changed, NOTHING, seenIn, without } from './changes'
import { badPaper, type Classifier, fieldOf, filing, firstWrong, ofStep, papersOf, stepOfTrouble, stepsOf, type Topic, topicOf, type Values, valuesOf, wrong } from './form'
import { aroundOf, atSpot, metresBetween, near } from './place'
import { search } from './search'
import { among } from './similar'

const question = (code: string, more: Partial<Question> = {}): Question => ({
  code, label: code, help: '', type: 'text', required: false, choices: [], min: null, max: null, max_length: 0, answer_format: '', ...more,
}) // prettier-ignore
const topic = (code: string, title: string, more: Partial<Topic> = {}): Topic => ({
  code, title, emergency_advice: '', confidential: false, other_words: '', kinds: ['problem'], questions: [], documents: [],
  ...more,
}) // prettier-ignore
const DEPTH = question('depth', { type: 'number', required: true, label: 'Глубина, см', min: '1', max: '300' })
const LANE = question('lane', { type: 'choice', choices: ['Дорога', 'Тротуар'], label: 'Где' })

function classifier(version = 1, pothole: Topic | null = topic('pothole', 'Ямы на дороге', { questions: [DEPTH, LANE] })): Classifier {
  const roads = [...(pothole ? [pothole] : []), topic('snow', 'Не убирают снег', { kinds: ['problem', 'thanks'] })]
  return {
    version,
    categories: [
      { code: 'roads', title: 'Дороги', topics: roads },
      { code: 'homes', title: 'Дом и двор', topics: [topic('lamp', 'Не горит фонарь'), topic('gas', 'Пахнет газом', { emergency_advice: 'Звоните 104' })] },
    ],
  }
}

const FILLED: Values = {
  kind: 'problem', topic: 'pothole', text: 'Яма', address: 'Новая, 5', name: 'Вера', email: 'v@x.test', consent: 'yes',
  lat: '55.5', lon: '39.5', 'q.depth': '50',
} // prettier-ignore
const pothole = () => topicOf(classifier(), 'pothole')

test('a form that has everything lacks nothing, and comes back from the outbox as it was', () => {
  expect(wrong(FILLED, pothole(), false, ru.report)).toEqual({})
  const filed = filing(FILLED, pothole()!, false)
  expect(filed).toMatchObject({ kind: 'problem', lat: 55.5, lon: 39.5, answers_to_questions: { depth: '50' }, email: 'v@x.test' })
  expect(filing(valuesOf(filed), pothole()!, false)).toEqual(filed)
})

test('who is signed in is not asked who they are, and nothing of it is sent', () => {
  const values = { ...FILLED, name: '', email: '' }
  expect(Object.keys(wrong(values, pothole(), false, ru.report))).toEqual(['name', 'email'])
  expect(wrong(values, pothole(), true, ru.report)).toEqual({})
  expect(filing(values, pothole()!, true)).not.toHaveProperty('email')
  expect(stepsOf({}, true)).not.toContain('author')
})

test('a photo first or the topic first', () => {
  expect(stepsOf({ start: 'photo' }, false)[0]).toBe('photos')
  expect(stepsOf({}, false)).toEqual(['topic', 'place', 'details', 'photos', 'author', 'review'])
})

test('the form opens at the first step where something is to be put right', () => {
  const errors = wrong({ ...FILLED, text: '', lat: '' }, pothole(), false, ru.report)
  expect(firstWrong(errors, stepsOf({}, false), false)).toBe('place')
  expect(Object.keys(ofStep(errors, 'details', false))).toEqual(['text'])
  expect(firstWrong({}, stepsOf({}, false), false)).toBe('review')
  expect([fieldOf('lat'), fieldOf('answers_to_questions.depth'), fieldOf('email')]).toEqual(['place', 'q.depth', 'email'])
})

test('a topic of an emergency is never filed', () => {
  const gas = topicOf(classifier(), 'gas')
  expect(wrong({ ...FILLED, topic: 'gas' }, gas, false, ru.report).topic).toBe(ru.report.emergency)
})

test.each<[Partial<Question>, string, boolean]>([
  [{ type: 'number' }, '1 200,5', true],
  [{ type: 'number' }, 'много', false],
  [{ type: 'number', max: '300' }, '301', false],
  [{ type: 'date', min: '2026-01-01' }, '2025-12-31', false],
  [{ type: 'date' }, '2026-11-24', true],
  [{ type: 'choice', choices: ['Дорога'] }, 'Тротуар', false],
  [{ type: 'yesno' }, 'no', true],
  [{ type: 'text', max_length: 3 }, 'абвг', false],
  [{ type: 'text', answer_format: 'cadastral' }, '99:04:0012003:128', true],
  [{ type: 'text', answer_format: 'cadastral' }, 'кад. № 99 04 OО12003 128', true],
  [{ type: 'text', answer_format: 'cadastral' }, 'Кадастровый номер: 99:04:0012003:128', true],
  [{ type: 'text', answer_format: 'cadastral' }, '99:04:0012003', false],
  [{ type: 'text', answer_format: 'cadastral' }, '99:04:12003:128', false],
  [{ type: 'text', answer_format: 'cadastral' }, '99:04:0012003:0', false],
  [{ type: 'text', answer_format: 'cadastral' }, 'участок у реки', false],
  [{ type: 'slider' as never }, 'что угодно', true],
])('an answer to %o: %s is one: %s', (more, answer, is) => {
  expect(fits(question('q', more), answer)).toBe(is)
})

test('the classifier did not change, or in nothing that this draft asks: nothing is asked again', () => {
  const seen = seenIn(classifier(), 'pothole')
  expect(changed(seen, FILLED, classifier(1))).toEqual(NOTHING)
  expect(changed(seen, FILLED, classifier(2))).toEqual(NOTHING)
  expect(changed(undefined, FILLED, classifier(2))).toEqual(NOTHING)
  expect(changed(seen, { ...FILLED, 'q.depth': 'много' }, classifier(2))).toEqual(NOTHING)
})

test('a topic that is gone is asked again by its old name; nothing else that was typed is touched', () => {
  const now = classifier(2, null)
  const change = changed(seenIn(classifier(), 'pothole'), FILLED, now)
  expect(change).toEqual({ gone: 'Ямы на дороге', questions: [] })
  const left = without(FILLED, change, now)
  expect(left).toEqual({ ...FILLED, topic: '' })
  expect(changed(seenIn(classifier(), 'pothole'), left, now)).toEqual(change) // opened once more: still asked
  expect(changed(seenIn(classifier(), 'pothole'), { ...left, topic: 'snow' }, now)).toEqual(NOTHING)
})

test('of the questions only those are asked again that are new or that the answer no longer answers', () => {
  const strict = topic('pothole', 'Ямы на дороге', {
    questions: [DEPTH, { ...LANE, choices: ['Проезжая часть'] }, question('since', { type: 'date', label: 'С какого дня' })],
  })
  const values = { ...FILLED, 'q.lane': 'Дорога' }
  const change = changed(seenIn(classifier(), 'pothole'), values, classifier(2, strict))
  expect(change).toEqual({ gone: '', questions: ['lane', 'since'] })
  const left = without(values, change, classifier(2, strict))
  expect(left).toEqual({ ...values, 'q.lane': '', 'q.since': '' })
  expect(changed(seenIn(classifier(), 'pothole'), left, classifier(2, strict))).toEqual(change)
})

test('a topic is found by the beginnings of words in any form', () => {
  const titles = (typed: string) => search(classifier(), 'problem', typed).map((one) => one.topic.title)
  expect(titles('яма')).toEqual(['Ямы на дороге'])
  expect(titles('фонари')).toEqual(['Не горит фонарь'])
  expect(titles('дорогу')).toEqual(['Ямы на дороге', 'Не убирают снег'])
  expect(titles('вертолёт')).toEqual([])
  expect(search(classifier(), 'thanks', 'яма')).toEqual([])
})

test('a topic is found by what people say instead, and in a classifier that was kept before there were such words', () => {
  const told = classifier(1, topic('pothole', 'Ямы на дороге', { other_words: 'асфальт, выбоина' }))
  expect(search(told, 'problem', 'выбоины').map((one) => one.topic.code)).toEqual(['pothole'])
  const old = classifier(1, topic('pothole', 'Ямы на дороге', { other_words: undefined as unknown as string }))
  expect(search(old, 'problem', 'яма').map((one) => one.topic.code)).toEqual(['pothole'])
})

test('a point takes the place of a settlement; around it is looked by whatever is known', () => {
  const here = { lat: 55.5, lon: 39.5 }
  expect(atSpot(here, 'gps', 12.4)).toMatchObject({ lat: '55.500000', accuracy: '12', settlement: '', from: 'gps' })
  expect(aroundOf({ ...near(here), settlement: '7' })).toEqual(here)
  expect(aroundOf({ address: 'Новая' })).toBeNull()
  expect(Math.round(metresBetween(here, { lat: 55.527, lon: 39.5 }))).toBe(3002)
})

test('similar: open ones of the same topic and kind within reach of the place of the draft, three at most, nearest first', () => {
  const at = { lat: 55.5, lon: 39.5 }
  const spot = (number: string, metres: number, more = {}) =>
    ({ number, topic: 'Яма', kind: 'problem', stage: 'published', address: '', distance: 0, lat: 55.5 + metres / 111_195, lon: 39.5, ...more }) as never
  const kept = [
    spot('a', 140), spot('b', 10), spot('c', 100), spot('d', 149), spot('far', 160), spot('closed', 5, { stage: 'closed' }),
    spot('other', 5, { topic: 'Снег' }), spot('thanks', 5, { kind: 'thanks' }),
  ] // prettier-ignore
  expect(among(kept, at, 'Яма', 'problem').map((one) => one.number)).toEqual(['b', 'c', 'a'])
})

test('a document is of a kind and size that the topic takes; the portal refuses one where it is asked', () => {
  const asked = { code: 'report', label: 'Отчёт', help: '', file_kinds: ['.pdf', '.docx'], file_bytes: 1000 }
  const bad = (name: string, size: number) => badPaper({ name, size }, asked)
  expect([bad('Отчёт.PDF', 1000), bad('отчёт.docx', 1), bad('отчёт.pdf', 1001), bad('отчёт.exe', 1), bad('отчёт.pdf', 0)]).toEqual([null, null, 'size', 'kind', 'empty'])
  expect(stepOfTrouble({ code: 'bad_document', status: 422, fields: {} }, true)).toBe('details')
  expect(stepOfTrouble({ code: 'bad_body', status: 422, fields: { documents: 'Много' } }, true)).toBe('details')
  expect(papersOf({ ...topic('t', 'T'), documents: undefined } as never)).toEqual([]) // topics kept by an older app
})
