import type { Shapes } from '../../api/client'

export type Question = Shapes['Question']

/** Whether an answer that is not empty is one to this question, as the portal reads it (classifier/fields.py). */
export function fits({ type, choices, min, max, max_length }: Question, answer: string): boolean {
  if (type === 'yesno') return answer === 'yes' || answer === 'no'
  if (type === 'choice') return choices.includes(answer)
  if (type === 'number') return isNumber(answer) && within(numberOf(answer), min, max, numberOf)
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
