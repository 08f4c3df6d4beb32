/** What is sent through it goes one after another: of two on their way at once the older may arrive last and win. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(() => work())
    last = mine.catch(() => undefined)
    return mine
  }
}
