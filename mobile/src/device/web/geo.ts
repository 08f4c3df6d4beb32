import { NoSpot, type Geo, type Spot } from '../geo'

type Finder = Pick<Geolocation, 'getCurrentPosition'>

// By satellites within 20 s; in a stairwell the cell towers or Wi-Fi, or where the phone was minutes ago, do.
const EXACT: PositionOptions = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 }
const ROUGH: PositionOptions = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 600_000 }
const DENIED = 1 // GeolocationPositionError.PERMISSION_DENIED

export function webGeo(finder: () => Finder | undefined): Geo {
  return {
    async here(isAnew = false) {
      const found = finder()
      if (!found) throw new NoSpot('unknown')
      try {
        return await spot(found, isAnew ? { ...EXACT, maximumAge: 0 } : EXACT)
      } catch (failure) {
        if ((failure as NoSpot).why === 'denied') throw failure
        return spot(found, ROUGH)
      }
    },
  }
}

function spot(finder: Finder, how: PositionOptions): Promise<Spot> {
  return new Promise((found, failed) => {
    finder.getCurrentPosition(
      ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude, accuracyM: Math.round(coords.accuracy) }),
      ({ code }) => failed(new NoSpot(code === DENIED ? 'denied' : 'unknown')),
      how,
    )
  })
}

export const geo: Geo = webGeo(() => navigator.geolocation as Geolocation | undefined)
