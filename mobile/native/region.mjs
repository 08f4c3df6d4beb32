/**
 * @typedef {object} Region The app of one region, as the stores will know it.
 * @property {string} portal origin of the portal, https://otklik.region.ru
 * @property {string} id the same in both stores, for ever: ru.region.otklik
 * @property {string} name under the icon
 * @property {string} version for people, 1.2.0
 * @property {number} build larger with every upload to a store
 */

// What Android and iOS both take: a letter first, no hyphens and no underscores.
const ID = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)+$/

/**
 * From the environment (docs/mobile-stores.md). Throws Error with what is wrong and an example.
 * @param {Record<string, string | undefined>} given
 * @returns {Region}
 */
export function region(given) {
  const portal = origin(given.OTKLIK_APP_PORTAL ?? '')
  const id = given.OTKLIK_APP_ID || backwards(new URL(portal).hostname)
  if (!ID.test(id)) throw wrong('OTKLIK_APP_ID', id, 'латинские буквы и цифры через точку: ru.region.otklik')
  const name = given.OTKLIK_APP_NAME || 'Отклик'
  if (/["<>&\\\p{Cc}]/u.test(name)) throw wrong('OTKLIK_APP_NAME', name, 'имя без кавычек, < > & и \\')
  const version = given.OTKLIK_APP_VERSION || '1.0.0'
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw wrong('OTKLIK_APP_VERSION', version, 'три числа: 1.2.0')
  const build = given.OTKLIK_APP_BUILD || '1'
  if (!/^[1-9]\d{0,8}$/.test(build)) throw wrong('OTKLIK_APP_BUILD', build, 'целое число от 1, больше прежнего')
  return { portal, id, name, version, build: Number(build) }
}

/** @param {string} given */
function origin(given) {
  let url
  try {
    url = new URL(given)
  } catch {
    throw wrong('OTKLIK_APP_PORTAL', given, 'адрес портала: https://otklik.region.ru')
  }
  const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username
  if (url.protocol !== 'https:' || !isBare) throw wrong('OTKLIK_APP_PORTAL', given, 'https и один узел: https://otklik.region.ru')
  return url.origin
}

/** @param {string} host */
function backwards(host) {
  const labels = host.split('.').reverse()
  return labels.map((label) => label.replaceAll('-', '').replace(/^(?=\d)/, 'n')).join('.')
}

/** @param {string} variable @param {string} given @param {string} need */
function wrong(variable, given, need) {
  return new Error(`${variable}=${JSON.stringify(given)}: нужно ${need}`)
}
