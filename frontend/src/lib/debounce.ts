/** Timers that a test can replace. */
export interface Clock {
  set(run: () => void, ms: number): number
  clear(id: number): void
}

export const realClock: Clock = {
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (id) => window.clearTimeout(id),
}

/** Run `act` once things have been quiet for `ms`. `now()` does not wait; with nothing pending it does nothing. */
export function debounce(act: () => void, ms: number, clock: Clock = realClock): { later(): void; now(): void } {
  let timer: number | undefined
  const fire = (): void => {
    timer = undefined
    act()
  }
  return {
    later() {
      if (timer !== undefined) clock.clear(timer)
      timer = clock.set(fire, ms)
    },
    now() {
      if (timer === undefined) return
      clock.clear(timer)
      fire()
    },
  }
}
