/** How the portal's list of devices calls this one: «Android, Chrome». No more than that: it is no fingerprint. */
export function deviceName(agent: string = navigator.userAgent): string {
  return [system(agent), browser(agent)].filter(Boolean).join(', ')
}

function system(agent: string): string {
  if (/iPhone/.test(agent)) return 'iPhone'
  if (/iPad/.test(agent)) return 'iPad'
  return /(Android|Windows|Macintosh|Linux)/.exec(agent)?.[1]?.replace('Macintosh', 'Mac') ?? ''
}

function browser(agent: string): string {
  const known: [RegExp, string][] = [
    [/YaBrowser/, 'Yandex'],
    [/EdgA?\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/SamsungBrowser/, 'Samsung'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ]
  return known.find(([mark]) => mark.test(agent))?.[1] ?? ''
}
