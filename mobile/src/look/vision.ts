/** The choices of the low-vision panel: attributes of <html>, as the portal's (frontend/src/styles/vision.css). */
export const CHOICES = {
  size: ['100', '150', '200'],
  scheme: ['usual', 'light', 'dark', 'white', 'black', 'blue'],
  images: ['on', 'off'],
  spacing: ['normal', 'wide'],
} as const

export type Choice = keyof typeof CHOICES
export type Vision = { [C in Choice]: string }

const KEY = 'otklik-vision'
const NAMES = Object.keys(CHOICES) as Choice[]

/** What is kept, with everything unknown left out: a first choice stands for it. */
export function vision(kept: string | null): Vision {
  let said: Partial<Record<Choice, unknown>> = {}
  try {
    said = (JSON.parse(kept ?? '{}') as typeof said | null) ?? {}
  } catch {
    // Somebody else wrote there.
  }
  return Object.fromEntries(
    NAMES.map((name) => [name, (CHOICES[name] as readonly unknown[]).includes(said[name]) ? said[name] : CHOICES[name][0]]),
  ) as Vision
}

/** Before the first paint: localStorage answers at once. */
export function apply(chosen: Vision = kept()): void {
  for (const name of NAMES) document.documentElement.dataset[name] = chosen[name]
}

export function kept(): Vision {
  try {
    return vision(localStorage.getItem(KEY))
  } catch {
    return vision(null)
  }
}

export function choose(name: Choice, value: string): Vision {
  const chosen = vision(JSON.stringify({ ...kept(), [name]: value }))
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen))
  } catch {
    // A private window: until it is closed the choice holds.
  }
  apply(chosen)
  return chosen
}
