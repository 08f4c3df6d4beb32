// node comeback/build.mjs FOLDER: the crowd as one file, with the outbox as it stands in src.
import { build } from 'vite'

const here = (path) => new URL(path, import.meta.url).pathname

await build({
  configFile: false,
  root: here('..'),
  logLevel: 'warn',
  publicDir: false,
  resolve: { alias: { '@here': here('../src/device/web'), '@lib': here('../../frontend/src/lib') } },
  build: { ssr: here('crowd.mjs'), outDir: process.argv[2], emptyOutDir: false, target: 'node22', minify: false },
})
