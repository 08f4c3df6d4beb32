// In the folder `dist` of the package that is built: beside each file its packed brothers: the server hands them out to whoever takes them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const assets = pathToFileURL(`${process.cwd()}/dist/assets/`)
for (const name of readdirSync(assets).filter((one) => /\.(m?js|css|svg)$/.test(one))) {
  const bytes = readFileSync(new URL(name, assets))
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  writeFileSync(new URL(`${name}.gz`, assets), gzipSync(bytes, { level: 9 }))
  writeFileSync(new URL(`${name}.br`, assets), brotliCompressSync(bytes, { params }))
}
