import { suggesting } from '../lib/suggesting'
import type { Island } from './mount'

export interface Suggestion {
  id: string
  label: string
}

/** Address of a search, or "" when there is too little to look for. */
export function question(url: string, text: string, settlement: string): string {
  const q = text.trim()
  if (q.length < 2) return ''
  const query = new URLSearchParams(settlement ? { settlement, q } : { q })
  return `${url}${url.includes('?') ? '&' : '?'}${query.toString()}`
}

/**
 * On <input data-url="/places/suggest" data-settlement="field-settlement" data-into="address_id">: an ARIA combobox.
 * data-settlement: id of the field whose value narrows the search; data-into: name of the hidden field that takes the
 * chosen row's id (emptied when the text is edited). Without JavaScript the server searches for the text.
 */
const addressSuggest: Island = (root) => {
  if (!(root instanceof HTMLInputElement) || !root.dataset['url']) return
  const input = root
  const url = root.dataset['url']
  suggesting<Suggestion>(input, {
    address: (text) => question(url, text, settlementOf(input)),
    chosen: (row) => {
      setInto(input, row.id)
      input.dispatchEvent(new Event('change', { bubbles: true }))
    },
    edited: () => setInto(input, ''),
  })
}

function settlementOf(input: HTMLInputElement): string {
  const field = document.getElementById(input.dataset['settlement'] ?? '')
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : ''
}

function setInto(input: HTMLInputElement, id: string): void {
  const hidden = input.form?.elements.namedItem(input.dataset['into'] ?? '')
  if (hidden instanceof HTMLInputElement) hidden.value = id
}

export default addressSuggest
