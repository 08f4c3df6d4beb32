import type { Seen } from '../../store/drafts'
import { fits, type Question } from './answers'
import { type Classifier, topicOf, type Values } from './form'

/** What is to be asked again, and nothing else. */
export interface Change {
  /** Title of the topic that is no longer there; "": it is. */
  gone: string
  /** Codes of its questions that are new, or whose answer no longer answers them. */
  questions: readonly string[]
}

export const NOTHING: Change = { gone: '', questions: [] }

export function seenIn(classifier: Classifier, code: string): Seen | undefined {
  const topic = topicOf(classifier, code)
  return topic && { version: classifier.version, topic: code, title: topic.title, questions: topic.questions }
}

/** Between then and now; also when what was stale has been taken out already. seen: undefined where nothing was chosen. */
export function changed(seen: Seen | undefined, values: Values, now: Classifier): Change {
  if (!seen || (values.topic && seen.topic !== values.topic)) return NOTHING
  const topic = topicOf(now, seen.topic)
  if (!topic || !(topic.kinds as string[]).includes(values.kind ?? '')) return { gone: seen.title, questions: [] }
  const again = topic.questions.filter((is) => isAnother(is, seen.questions.find((was) => was.code === is.code), values[`q.${is.code}`]?.trim() ?? ''))
  return { gone: '', questions: values.topic ? again.map((one) => one.code) : [] }
}

function isAnother(is: Question, was: Question | undefined, answer: string): boolean {
  if (!was || was.label !== is.label || was.type !== is.type) return true
  const asks = ({ required, choices, min, max, max_length, answer_format }: Question) => JSON.stringify([required, choices, min, max, max_length, answer_format ?? ''])
  // What is wrong with an answer to the same question was wrong before.
  return asks(is) !== asks(was) && (answer === '' || !fits(is, answer))
}

/** Answers that answer nothing any more are taken out; the rest stays as it was typed. */
export function without(values: Values, change: Change, now: Classifier): Values {
  if (change.gone) return { ...values, topic: '' }
  const topic = topicOf(now, values.topic ?? '')
  const stale = change.questions.filter((code) => {
    const question = topic?.questions.find((one) => one.code === code)
    return !question || !fits(question, values[`q.${code}`]?.trim() ?? '')
  })
  return { ...values, ...Object.fromEntries(stale.map((code) => [`q.${code}`, ''])) }
}
