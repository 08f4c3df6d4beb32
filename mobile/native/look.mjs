/**
 * @typedef {object} Look What the portal shows of its region.
 * @property {string} accent #1450b8
 * @property {string} styles text of its stylesheet of colours, "" for the product's own
 * @property {Buffer} icon 512 pixels, with clear corners
 * @property {Buffer} whole 512 pixels, to the edges: the phone cuts its own shape out
 */

/**
 * From the portal while the project is made. Throws Error with what to do.
 * @param {string} from origin of the portal
 * @returns {Promise<Look>}
 */
export async function look(from) {
  const page = String(await fetched(from, '/app/'))
  const accent = /<meta name="theme-color" content="(#[0-9a-f]{6})"/i.exec(page)?.[1]
  if (!accent) throw wrong(from, '/app/')
  const styles = /href="(\/look\/[0-9a-f]{6}-all\.css)"/i.exec(page)?.[1]
  return {
    accent,
    styles: styles ? String(await fetched(from, styles)) : '',
    icon: await picture(from, 'any'),
    whole: await picture(from, 'maskable'),
  }
}

/** @param {string} text the page of the app, as built @param {string} name @param {Look | null} worn */
export function dressed(text, name, worn) {
  const named = text.replace(/<title>[^<]*/, `<title>${name}`)
  if (!worn) return named
  const link = worn.styles ? '<link rel="stylesheet" href="/look.css">\n' : ''
  return named.replace(/(<meta name="theme-color" content=")[^"]*/, `$1${worn.accent}`).replace('</head>', `${link}</head>`) // after the app's own
}

/** @param {string} from @param {string} shape */
async function picture(from, shape) {
  const path = `/app/icon-${shape}-512.png`
  const bytes = await fetched(from, path)
  if (bytes.toString('latin1', 1, 4) !== 'PNG') throw wrong(from, path)
  return bytes
}

/** @param {string} from @param {string} path */
async function fetched(from, path) {
  let answer
  try {
    answer = await fetch(from + path, { signal: AbortSignal.timeout(20_000) })
  } catch {
    throw wrong(from, path)
  }
  if (!answer.ok) throw wrong(from, path)
  return Buffer.from(await answer.arrayBuffer())
}

/** @param {string} from @param {string} path */
function wrong(from, path) {
  return new Error(
    `Портал не отдаёт ${from}${path}: оттуда берутся цвета и значок. Проверьте OTKLIK_APP_PORTAL, назовите в OTKLIK_APP_LOOK другой адрес портала или OTKLIK_APP_LOOK=none: без них.`,
  )
}
