import type { Island } from './mount'

/** A question that is asked only if another one was answered so. */
export interface Due {
  code: string
  of: string // "" always
  options: readonly string[]
}

/** Codes of the questions that are asked, in their order; `answers`: what is chosen, by question. As polls.answers does it. */
export function due(questions: readonly Due[], answers: Readonly<Record<string, readonly string[]>>): string[] {
  const found: string[] = []
  for (const one of questions) {
    const fits = (): boolean => found.includes(one.of) && (answers[one.of] ?? []).some((code) => one.options.includes(code))
    if (!one.of || fits()) found.push(one.code)
  }
  return found
}

/** What is chosen, by question, out of the fields of a ballot: `q-code`, and of a ranking `q-code.option`. */
export function chosen(fields: Iterable<readonly [string, FormDataEntryValue]>): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [name, value] of fields) {
    const [, code, option] = /^q-([^.]+)(?:\.(.+))?$/.exec(name) ?? []
    if (code === undefined || !value) continue
    ;(found[code] ??= []).push(option ?? String(value))
  }
  return found
}

/** On the <form> of a ballot: questions that are not due are put away, what was typed there stays. */
const branching: Island = (root) => {
  if (!(root instanceof HTMLFormElement)) return
  const rows = [...root.querySelectorAll<HTMLElement>('[data-question]')]
  const questions = rows.map((row) => ({
    code: row.dataset['question'] ?? '',
    of: row.dataset['dueOf'] ?? '',
    options: (row.dataset['dueIf'] ?? '').split(' '),
  }))
  if (!questions.some((one) => one.of)) return
  const show = (): void => {
    const asked = due(questions, chosen(new FormData(root).entries()))
    for (const row of rows) row.hidden = !asked.includes(row.dataset['question'] ?? '')
  }
  root.addEventListener('change', show)
  root.classList.add('ballot--branching')
  show()
}

export default branching
