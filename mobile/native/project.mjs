/** What the projects that Capacitor makes lack for us. Texts in, texts out: `make.mjs` reads and writes them. */

/** @typedef {import('./region.mjs').Region} Region */

const PERMISSIONS = [
  'ACCESS_COARSE_LOCATION',
  'ACCESS_FINE_LOCATION',
  'ACCESS_NETWORK_STATE', // without it a WebView never tells that the network is back
  'POST_NOTIFICATIONS',
]
const FEATURES = ['camera', 'location', 'location.gps'] // wanted, not needed: tablets may have none

/** Whose words they are: shown by the phone beside its own question. */
const ASKED = {
  NSCameraUsageDescription: 'Чтобы снять проблему и приложить фото к обращению.',
  NSPhotoLibraryUsageDescription: 'Чтобы приложить к обращению фото из галереи.',
  NSLocationWhenInUseUsageDescription: 'Чтобы указать место обращения и показать обращения поблизости.',
}

/** @param {string} text @param {Region} region */
export function manifest(text, { portal }) {
  const link = `
            <intent-filter android:autoVerify="true">
                <action android:name="android.intent.action.VIEW" />
                <category android:name="android.intent.category.DEFAULT" />
                <category android:name="android.intent.category.BROWSABLE" />
                <data android:scheme="https" android:host="${new URL(portal).hostname}" android:pathPrefix="/app/" />
            </intent-filter>`
  const permissions = PERMISSIONS.map((name) => `\n    <uses-permission android:name="android.permission.${name}" />`)
  const features = FEATURES.map((name) => `\n    <uses-feature android:name="android.hardware.${name}" android:required="false" />`)
  return changed(text, [
    // Drafts and who is signed in stay on this phone.
    ['android:allowBackup="true"', 'android:allowBackup="false"'],
    [/<category android:name="android.intent.category.LAUNCHER" \/>\s*<\/intent-filter>/, `$&\n${link}`],
    ['<uses-permission android:name="android.permission.INTERNET" />', `$&${permissions.join('')}${features.join('')}`],
  ])
}

/** @param {string} text @param {Region} region */
export function gradle(text, { version, build }) {
  return changed(text, [
    ['versionCode 1\n', `versionCode ${build}\n`],
    ['versionName "1.0"', `versionName "${version}"`],
  ])
}

/** @param {string} text */
export function info(text) {
  const words = Object.entries(ASKED).map(([key, value]) => `\t<key>${key}</key>\n\t<string>${value}</string>\n`)
  const languages = '\t<key>CFBundleLocalizations</key>\n\t<array>\n\t\t<string>ru</string>\n\t\t<string>en</string>\n\t</array>\n'
  // https alone, which no one has to declare.
  const encryption = '\t<key>ITSAppUsesNonExemptEncryption</key>\n\t<false/>\n'
  return changed(text, [
    [/(<key>CFBundleDevelopmentRegion<\/key>\s*<string>)en(<\/string>)/, '$1ru$2'],
    [/<\/dict>\s*<\/plist>\s*$/, `${words.join('')}${languages}${encryption}$&`],
  ])
}

/** @param {Region} region */
export function entitlements({ portal }) {
  const host = new URL(portal).hostname
  const heads = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">`
  return `${heads}
<dict>
	<key>aps-environment</key>
	<string>development</string>
	<key>com.apple.developer.associated-domains</key>
	<array>
		<string>applinks:${host}</string>
		<string>webcredentials:${host}</string>
	</array>
</dict>
</plist>
`
}

/** @param {string} text @param {Region} region */
export function xcode(text, { version, build }) {
  return changed(text, [
    [/CURRENT_PROJECT_VERSION = 1;/g, `CURRENT_PROJECT_VERSION = ${build};`],
    [/MARKETING_VERSION = 1\.0;/g, `MARKETING_VERSION = ${version};`],
    [/(\t+)PRODUCT_BUNDLE_IDENTIFIER = /g, '$1CODE_SIGN_ENTITLEMENTS = App/App.entitlements;\n$&'],
  ])
}

/** The plugin of notifications hears of the token from here (its README, «iOS»). @param {string} text */
export function delegate(text) {
  const forward = (/** @type {string} */ method, /** @type {string} */ what) => `
    func application(_ application: UIApplication, ${method}) {
        NotificationCenter.default.post(name: .${what})
    }
`
  const given = forward(
    'didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data',
    'capacitorDidRegisterForRemoteNotifications, object: deviceToken',
  )
  const refused = forward(
    'didFailToRegisterForRemoteNotificationsWithError error: Error',
    'capacitorDidFailToRegisterForRemoteNotifications, object: error',
  )
  return changed(text, [[/\}\s*$/, `${given}${refused}}\n`]])
}

/**
 * Throws Error where Capacitor's template has changed: a change that finds no place must not pass unseen.
 * @param {string} text @param {[string | RegExp, string][]} changes
 */
function changed(text, changes) {
  return changes.reduce((so, [from, to]) => {
    const isThere = typeof from === 'string' ? so.includes(from) : so.search(from) >= 0
    if (!isThere) throw new Error(`Шаблон Capacitor изменился: не найдено ${from}. Поправьте mobile/native/project.mjs.`)
    return so.replace(from, to)
  }, text)
}
