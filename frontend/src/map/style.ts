import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'

import { say } from '../lib/words'
import type { MapData } from './view'
import { withQuery } from './view'

export interface Colours {
  land: string
  border: string
  road: string
  house: string
  ink: string
  soft: string
  halo: string
  accent: string
  onAccent: string
  problem: string
  proposal: string
  thanks: string
}

const LIGHT = { land: '#eef2e8', border: '#8b6f9c', road: '#ffffff', house: '#b9ae9c' }
const DARK = { land: '#1b242e', border: '#a58bb8', road: '#34414f', house: '#5d564a' }

/** The map in the colours of the page, whatever its scheme is now. */
export function colours(of: CSSStyleDeclaration): Colours {
  const named = (name: string, other: string): string => of.getPropertyValue(`--${name}`).trim() || other
  const halo = named('paper', '#ffffff')
  return {
    ...(isDark(halo) ? DARK : LIGHT),
    ink: named('ink', '#14202e'),
    soft: named('ink-soft', '#4a5868'),
    halo,
    accent: named('accent', '#1450b8'),
    onAccent: named('on-accent', '#ffffff'),
    problem: named('problem', '#b3401a'),
    proposal: named('proposal', '#1450b8'),
    thanks: named('thanks', '#14703f'),
  }
}

export function isDark(colour: string): boolean {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1]
  if (!hex) return false
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16))
  return red * 0.3 + green * 0.59 + blue * 0.11 < 110
}

export function appealTiles(data: MapData, said: string): string[] {
  return [withQuery(location.origin + data.tiles, said)]
}

/** base: a style of the region's own choice, below everything of ours. */
export function style(data: MapData, said: string, c: Colours, base?: StyleSpecification): StyleSpecification {
  const raster = data.basemap.includes('{z}')
  const credit = data.attribution ? { attribution: data.attribution } : {}
  return {
    version: 8,
    // Without `glyphs` every text is drawn with the fonts of the page: Cyrillic needs no files of its own.
    ...(base?.sprite ? { sprite: base.sprite } : {}),
    sources: {
      ...base?.sources,
      ...(raster ? { base: { type: 'raster' as const, tiles: [data.basemap], tileSize: 256, ...credit } } : {}),
      land: { type: 'vector', tiles: [location.origin + data.land], maxzoom: 16, ...(base ? credit : {}) },
      appeals: { type: 'vector', tiles: appealTiles(data, said), maxzoom: 18 },
    },
    layers: [
      ...(base?.layers ?? [{ id: 'ground', type: 'background', paint: { 'background-color': c.land } } as const]),
      ...(raster ? [{ id: 'base', type: 'raster', source: 'base' } as const] : []),
      ...landLayers(c, Boolean(base) || raster),
      ...appealLayers(c),
    ],
  }
}

const FONT = ['Golos']

/** covered: streets and houses come from the map below. */
function landLayers(c: Colours, covered: boolean): LayerSpecification[] {
  const text = { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.5 }
  const land = { source: 'land' } as const
  const own: LayerSpecification[] = [
    { id: 'streets', type: 'line', ...land, 'source-layer': 'streets', layout: { 'line-cap': 'round' }, paint: { 'line-color': c.road, 'line-width': ['interpolate', ['exponential', 2], ['zoom'], 13, 1.5, 18, 22] } },
    { id: 'houses', type: 'circle', ...land, 'source-layer': 'houses', minzoom: 15, paint: { 'circle-color': c.house, 'circle-radius': ['interpolate', ['linear'], ['zoom'], 16, 2.5, 19, 7] } },
    { id: 'house-numbers', type: 'symbol', ...land, 'source-layer': 'houses', minzoom: 17, layout: { 'text-field': ['get', 'number'], 'text-font': FONT, 'text-size': 11, 'text-offset': [0, 1] }, paint: { ...text, 'text-color': c.soft } },
    { id: 'street-names', type: 'symbol', ...land, 'source-layer': 'streets', minzoom: 14, layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12 }, paint: text },
  ]
  return [
    { id: 'borders', type: 'line', ...land, 'source-layer': 'borders', paint: { 'line-color': c.border, 'line-width': 1.4, 'line-dasharray': [4, 2], 'line-opacity': 0.8 } },
    ...(covered ? [] : own),
    { id: 'areas', type: 'symbol', ...land, 'source-layer': 'areas', layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-max-width': 8 }, paint: { ...text, 'text-color': c.border } },
    { id: 'settlements', type: 'symbol', ...land, 'source-layer': 'settlements', layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': ['match', ['get', 'rank'], 1, 17, 2, 15, 3, 13, 12], 'symbol-sort-key': ['get', 'rank'], 'text-variable-anchor': ['top', 'bottom'], 'text-radial-offset': 1.7 }, paint: text },
  ]
}

/** The last ones lie above everything: labels of places lie below the clusters. */
function appealLayers(c: Colours): LayerSpecification[] {
  const n: ExpressionSpecification = ['get', 'n']
  const cells = { source: 'appeals', 'source-layer': 'cells' } as const
  const short: ExpressionSpecification = ['case', ['>=', n, 1000], ['concat', ['to-string', ['round', ['/', n, 1000]]], say(' тыс.', 'k')], ['to-string', n]]
  return [
    { id: 'cells', type: 'circle', ...cells, layout: { 'circle-sort-key': n }, paint: { 'circle-color': c.accent, 'circle-opacity': 0.88, 'circle-stroke-color': c.halo, 'circle-stroke-width': 1.5, 'circle-radius': ['interpolate', ['linear'], ['log10', n], 0, 9, 2, 15, 4, 24, 6, 34] } },
    { id: 'cell-numbers', type: 'symbol', ...cells, layout: { 'text-field': short, 'text-font': FONT, 'text-size': 12, 'symbol-sort-key': ['-', 0, n], 'text-padding': 0 }, paint: { 'text-color': c.onAccent } },
    { id: 'points', type: 'circle', source: 'appeals', 'source-layer': 'points', paint: { 'circle-color': ['match', ['get', 'kind'], 'problem', c.problem, 'proposal', c.proposal, c.thanks], 'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, 6, 17, 10], 'circle-stroke-color': c.halo, 'circle-stroke-width': 2 } },
  ]
}
