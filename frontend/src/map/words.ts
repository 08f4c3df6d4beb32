import { say } from '../lib/words'

/** What MapLibre says by itself. */
export function words(): Record<string, string> {
  return {
    'Map.Title': say('Карта обращений. Стрелки двигают, плюс и минус меняют масштаб.', 'Map of appeals. Arrows move it, plus and minus zoom.'),
    'NavigationControl.ZoomIn': say('Приблизить', 'Zoom in'),
    'NavigationControl.ZoomOut': say('Отдалить', 'Zoom out'),
    'AttributionControl.ToggleAttribution': say('Чьи данные', 'Whose data'),
    'Marker.Title': say('Метка', 'Marker'),
  }
}
