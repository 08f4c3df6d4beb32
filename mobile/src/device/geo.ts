/** Where the phone is. */
export interface Spot {
  lat: number
  lon: number
  accuracyM: number
}

export class NoSpot extends Error {
  constructor(readonly why: 'denied' | 'unknown') {
    super(why)
  }
}

export interface Geo {
  /**
   * Throws NoSpot. Asks the person for permission the first time. isAnew: where the phone was a minute ago will not do,
   * the person asks for a better answer.
   */
  here(isAnew?: boolean): Promise<Spot>
}

export { geo } from '@here/geo'
