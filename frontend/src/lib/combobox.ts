/** What a list of suggestions is like: closed, or open with at most one row active (-1 = none). */
export interface Combobox {
  open: boolean
  active: number
  size: number
}

export type Act = 'none' | 'choose' | 'swallow'

/** The next state after a key, as the ARIA pattern for a combobox with a list says, and what to do about the key. */
export function press(box: Combobox, key: string): { box: Combobox; act: Act } {
  const { open, active, size } = box
  if (key === 'Escape' && open) return { box: { ...box, open: false, active: -1 }, act: 'swallow' }
  if (key === 'Enter' && open && active >= 0) return { box: { ...box, open: false, active: -1 }, act: 'choose' }
  if (key === 'Tab') return { box: { ...box, open: false, active: -1 }, act: 'none' }
  if (!size) return { box, act: 'none' }
  if (key === 'ArrowDown') return { box: { ...box, open: true, active: (active + 1) % size }, act: 'swallow' }
  if (key === 'ArrowUp') {
    return { box: { ...box, open: true, active: active <= 0 ? size - 1 : active - 1 }, act: 'swallow' }
  }
  return { box, act: 'none' }
}
