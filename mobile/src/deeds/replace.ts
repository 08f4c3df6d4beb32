import type { Item } from '../outbox/machine'
import type { Turned } from './deed'

/**
 * What waits after one more press. before: turns of the same kind and appeal that have not arrived; all of them go. null:
 * the press takes back what nobody has heard of yet. One that may have arrived is undone by the portal, not here.
 */
export function replacing(before: readonly Item<Turned>[], item: Item<Turned>): Item<Turned> | null {
  const mayHaveArrived = before.some((one) => one.state === 'sending' || one.tries > 0 || one.filing.instead)
  if (mayHaveArrived) return { ...item, filing: { ...item.filing, instead: true } }
  return before.some((one) => one.filing.on !== item.filing.on) ? null : item
}
