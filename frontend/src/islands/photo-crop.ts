import type { Island } from './mount'

export const SIDES = ['left', 'top', 'right', 'bottom'] as const
export type Cut = Record<(typeof SIDES)[number], number>
export type Point = { x: number; y: number }

const MOST = 95 // percent of a side that may go
const LEAST = 5 // percent of a side that a drag keeps: a mere click cuts nothing

/** Percent to cut off each side so that the box between two points (0..1 of the picture) stays; null: too small a box. */
export function around(one: Point, two: Point): Cut | null {
  const [left, right] = [Math.min(one.x, two.x), Math.max(one.x, two.x)].map(percent) as [number, number]
  const [top, bottom] = [Math.min(one.y, two.y), Math.max(one.y, two.y)].map(percent) as [number, number]
  if (right - left < LEAST || bottom - top < LEAST) return null
  return { left, top, right: 100 - right, bottom: 100 - bottom }
}

/** What was typed, as far as it makes sense. */
export function typed(values: Record<string, string>): Cut {
  const one = (side: string): number => Math.min(Math.max(Math.round(Number(values[side])) || 0, 0), MOST)
  return { left: one('left'), top: one('top'), right: one('right'), bottom: one('bottom') }
}

/** For CSS: the picture without what is cut off. */
export function shape(cut: Cut): string {
  return `inset(${cut.top}% ${cut.right}% ${cut.bottom}% ${cut.left}%)`
}

function percent(share: number): number {
  return Math.round(Math.min(Math.max(share, 0), 1) * 100)
}

/** On the form of a crop: the picture shows what stays, by the numbers; a box drawn on it fills them in. */
const photoCrop: Island = (root) => {
  const picture = root.querySelector<HTMLImageElement>('img')
  const inputs = new Map(SIDES.map((side) => [side, root.querySelector<HTMLInputElement>(`[name=${side}]`)]))
  if (!picture || [...inputs.values()].some((input) => !input)) return

  const show = (): void => {
    const cut = typed(Object.fromEntries(SIDES.map((side) => [side, inputs.get(side)?.value ?? '0'])))
    picture.style.clipPath = shape(cut)
  }
  const write = (cut: Cut): void => {
    for (const side of SIDES) inputs.get(side)!.value = String(Math.min(cut[side], MOST))
    show()
  }
  const at = (event: PointerEvent): Point => {
    const box = picture.getBoundingClientRect()
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
  }

  const holder = picture.parentElement ?? root
  let from: Point | null = null
  holder.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    holder.setPointerCapture(event.pointerId)
    from = at(event)
  })
  holder.addEventListener('pointermove', (event) => {
    const cut = from && around(from, at(event))
    if (cut) write(cut)
  })
  holder.addEventListener('pointerup', () => (from = null))
  holder.addEventListener('pointercancel', () => (from = null))
  root.addEventListener('input', show)
  show()
}

export default photoCrop
