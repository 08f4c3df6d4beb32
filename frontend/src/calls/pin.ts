const ARROWS: Record<string, string> = { ArrowUp: 'north', ArrowDown: 'south', ArrowLeft: 'west', ArrowRight: 'east' }

/** What a press of the picture says, as browsers would send it; by Enter it has no place: its corner stands for its middle. */
export function pressedAt(name: string, x: number, y: number, byPointer: boolean): Record<string, string> {
  const place = (at: number): string => String(byPointer ? Math.max(1, Math.round(at)) : 0)
  return { [`${name}.x`]: place(x), [`${name}.y`]: place(y) }
}

/** Presses on the map of a form, its buttons, and the arrows while the picture has the focus: without leaving the page. */
export function pressing(form: HTMLFormElement, press: (said: Record<string, string>) => void): void {
  form.addEventListener('click', (event) => {
    const on = event.target instanceof Element ? event.target.closest<HTMLInputElement | HTMLButtonElement>('[data-part=map] button, [data-part=map] input') : null
    if (!on) return
    event.preventDefault()
    press(on.type === 'image' ? pressedAt(on.name, event.offsetX, event.offsetY, event.detail > 0) : { [on.name]: on.value })
  })
  form.addEventListener('keydown', (event) => {
    const way = ARROWS[event.key]
    if (!way || !(event.target instanceof HTMLInputElement) || event.target.type !== 'image') return
    event.preventDefault()
    press({ do: way })
  })
}
