import { Geolocation } from '@capacitor/geolocation'
import { NoSpot, type Geo, type Spot } from '../../src/device/geo'

// The codes of the plugin (its README, «Errors»): refused by the person, by them for now, by the owner of the phone.
const DENIED = new Set(['OS-PLUG-GLOC-0003', 'OS-PLUG-GLOC-0008', 'OS-PLUG-GLOC-0009'])

export const geo: Geo = {
  async here(isAnew = false) {
    try {
      return await spot({ enableHighAccuracy: true, timeout: 20_000, maximumAge: isAnew ? 0 : 60_000 })
    } catch (failure) {
      if ((failure as NoSpot).why === 'denied') throw failure
      return spot({ enableHighAccuracy: false, timeout: 10_000, maximumAge: 600_000 })
    }
  },
}

async function spot(how: { enableHighAccuracy: boolean; timeout: number; maximumAge: number }): Promise<Spot> {
  try {
    const { coords } = await Geolocation.getCurrentPosition(how)
    return { lat: coords.latitude, lon: coords.longitude, accuracyM: Math.round(coords.accuracy) }
  } catch (failure) {
    throw new NoSpot(DENIED.has(String((failure as { code?: unknown }).code)) ? 'denied' : 'unknown')
  }
}
