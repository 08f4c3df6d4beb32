import type { Shapes } from '../../api/client'

export type Question = Shapes['Question']

/** Whether an answer that is not empty is one to this question, as the portal reads it (classifier/fields.py). */
export function fits({ type, choices, min, max, max_length, answer_format: format }: Question, answer: string): boolean {
  if (type === 'yesno') return answer === 'yes' || answer === 'no'
  if (type === 'choice') return choices.includes(answer)
  if (type === 'number') return isNumber(answer) && within(numberOf(answer), min, max, numberOf)
  if (format === 'cadastral') return isCadastral(answer)
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(answer) && within(answer, min, max, (bound) => bound)
  // A kind that this app does not know yet is typed as text; the portal checks it.
  return !max_length || [...answer].length <= max_length
}

function within<T>(value: T, min: string | null, max: string | null, read: (bound: string) => T): boolean {
  return (min === null || value >= read(min)) && (max === null || value <= read(max))
}

function isNumber(answer: string): boolean {
  return /^[-+]?\d+([.,]\d+)?$/.test(answer.replace(/\s/g, ''))
}

function numberOf(answer: string): number {
  return Number(answer.replace(/\s/g, '').replace(',', '.'))
}

// What stands before the number, and letters that are taken for figures: otklik/classifier/cadastral.py reads the same.
const PREFIX = /^\s*(?:кадастровый\s+номер|к[./\s]?н|кад\.?\s*(?:№|номер))[\s:.№-]*|^\s*№\s*/i
const FIGURES: Readonly<Record<string, string>> = { O: '0', o: '0', О: '0', о: '0', Q: '0', l: '1', I: '1', '|': '1', З: '3', з: '3', Б: '6' }

/** Four parts: two, two, six or seven, one to nine figures. Of which region it is the portal knows. */
function isCadastral(answer: string): boolean {
  const figures = answer.replace(PREFIX, '').replace(/[OoОоQlI|ЗзБ]/g, (letter) => FIGURES[letter] ?? letter)
  const parts = figures.split(/[\s:;.,/\\_\u00a0\u2010-\u2015\u2212\u2236\ufe55\uff1a-]+/).filter(Boolean)
  const lengths: readonly (readonly [number, number])[] = [[2, 2], [2, 2], [6, 7], [1, 9]] // prettier-ignore
  const is = (part: string, n: number) => /^\d+$/.test(part) && part.length >= (lengths[n]?.[0] ?? 1) && part.length <= (lengths[n]?.[1] ?? 0)
  return parts.length === 4 && parts.every(is) && !/^0+$/.test(parts[3] ?? '')
}
