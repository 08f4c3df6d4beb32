/** Where the phone is. The native build replaces this file's `web` by its plugin's. */
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
  /** Throws NoSpot. Asks the person for permission the first time. */
  here(): Promise<Spot>
}

const web: Geo = {
  here: () =>
    new Promise((found, failed) => {
      if (!('geolocation' in navigator)) return failed(new NoSpot('unknown'))
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude, accuracyM: Math.round(coords.accuracy) }),
        (error) => failed(new NoSpot(error.code === error.PERMISSION_DENIED ? 'denied' : 'unknown')),
        { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
      )
    }),
}

export const geo: Geo = web
