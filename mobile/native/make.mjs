/** `node make.mjs android|ios [FOLDER]`: the project of a store's app, made anew each time; nothing of it is committed. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dressed, look } from './look.mjs'
import * as project from './project.mjs'
import { region } from './region.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const APP = resolve(HERE, '..')
const MARK = '.otklik-app'
const DENSITIES = ['mdpi', 'hdpi', 'xhdpi', 'xxhdpi', 'xxxhdpi']

/** @param {string[]} words */
async function main([platform, place = join(HERE, 'out')]) {
  if (platform !== 'android' && platform !== 'ios') throw new Error('Какой проект делать: node make.mjs android|ios [ПАПКА]')
  const ours = region(process.env)
  const folder = resolve(place)
  ownOrNew(folder)
  const from = process.env.OTKLIK_APP_LOOK || ours.portal
  const worn = from === 'none' ? null : await look(from)
  empty(folder)
  run(APP, 'node_modules/vite/bin/vite.js', ['build', '--mode', 'native', '--outDir', join(folder, 'www'), '--emptyOutDir', '--logLevel', 'warn'], {
    VITE_PORTAL: ours.portal,
  })
  edit(join(folder, 'www/index.html'), (text) => dressed(text, ours.name, worn))
  if (worn?.styles) writeFileSync(join(folder, 'www/look.css'), worn.styles)
  describe(folder, ours)
  run(folder, join(HERE, 'node_modules/@capacitor/cli/bin/capacitor'), ['add', platform])
  if (platform === 'android') finishAndroid(join(folder, 'android/app'), ours, worn)
  else finishIos(join(folder, 'ios/App'), ours)
  console.log(`${ours.name} ${ours.version} (${ours.build}), ${ours.id}, портал ${ours.portal}: ${join(folder, platform)}`)
}

/** A former project will go, somebody else's folder stays. @param {string} folder */
function ownOrNew(folder) {
  if (existsSync(folder) && readdirSync(folder).length && !existsSync(join(folder, MARK)))
    throw new Error(`В папке ${folder} чужие файлы. Назовите другую или пустую.`)
}

/** @param {string} folder */
function empty(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, MARK), '')
}

/** What Capacitor reads. @param {string} folder @param {import('./region.mjs').Region} ours */
function describe(folder, { id, name }) {
  const config = {
    appId: id,
    appName: name,
    webDir: 'www',
    zoomEnabled: true, // people enlarge what they cannot read
    server: { androidScheme: 'https' },
    plugins: {
      Badge: { persist: true, autoClear: false },
      PushNotifications: { presentationOptions: ['badge', 'sound', 'alert'] },
      // env(safe-area-inset-*) is right on new phones, zero within a padded view on old ones.
      SystemBars: { insetsHandling: 'native', initialViewportFitValueHint: 'cover' },
    },
  }
  writeFileSync(join(folder, 'capacitor.config.json'), JSON.stringify(config, null, 2))
  cpSync(join(HERE, 'package.json'), join(folder, 'package.json')) // its dependencies are the plugins
  symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'))
}

/** @param {string} app @param {import('./region.mjs').Region} ours @param {import('./look.mjs').Look | null} worn */
function finishAndroid(app, ours, worn) {
  if (worn) icons(join(app, 'src/main/res'), worn)
  edit(join(app, 'src/main/AndroidManifest.xml'), (text) => project.manifest(text, ours))
  edit(join(app, 'build.gradle'), (text) => project.gradle(text, ours))
  const firebase = join(HERE, 'keys/google-services.json')
  if (existsSync(firebase)) cpSync(firebase, join(app, 'google-services.json'))
}

/** One large picture of each; phones make it smaller. @param {string} folder @param {import('./look.mjs').Look} worn */
function icons(folder, { icon, whole }) {
  for (const [name, bytes] of Object.entries({ ic_launcher: icon, ic_launcher_round: icon, ic_launcher_foreground: whole })) {
    for (const density of DENSITIES) rmSync(join(folder, `mipmap-${density}`, `${name}.png`))
    writeFileSync(join(folder, 'mipmap-xxxhdpi', `${name}.png`), bytes)
  }
}

/** @param {string} app @param {import('./region.mjs').Region} ours */
function finishIos(app, ours) {
  edit(join(app, 'App/Info.plist'), project.info)
  edit(join(app, 'App/AppDelegate.swift'), project.delegate)
  edit(join(app, 'App.xcodeproj/project.pbxproj'), (text) => project.xcode(text, ours))
  writeFileSync(join(app, 'App/App.entitlements'), project.entitlements(ours))
}

/** @param {string} file @param {(text: string) => string} change */
function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

/** @param {string} cwd @param {string} script @param {string[]} words @param {Record<string, string>} [more] */
function run(cwd, script, words, more = {}) {
  const env = { ...process.env, CI: '1', ...more }
  const done = spawnSync(process.execPath, [script, ...words], { cwd, env, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${script}: ошибка\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`)
}

main(process.argv.slice(2)).catch((failure) => {
  console.error(`Ошибка: ${failure instanceof Error ? failure.message : failure}`)
  process.exitCode = 1
})
