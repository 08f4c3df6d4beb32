// Many phones in one process, each with a connection of its own. Reads what to do from its first file (JSON of
// benches/phones.py), writes what happened into its second. Built by build.mjs, which brings the app's code in.
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { BUDGET, comeBack } from './phone.ts'

const asked = JSON.parse(await readFile(process.argv[2], 'utf8'))
const photo = new Blob([Buffer.from(asked.photo, 'base64')], { type: 'image/jpeg' })
const began = performance.now()
/** Runs faster in a test; how long a request may take is measured by the real one. */
const clock = { now: () => performance.now() * asked.speed, sleep: (ms) => sleep(ms / asked.speed) }
/** Of every answer: [milliseconds, status]; status 0: none came, 1: it came and was cut off on its way to the app. */
const heard = []
const done = []

function wire(headers) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  return {
    base: `${asked.base}/api/v1`,
    language: 'ru',
    timeout: (ms) => AbortSignal.timeout(ms),
    fetch: async (url, init) => {
      const at = performance.now()
      const note = (status) => heard.push([Math.round(performance.now() - at), status])
      try {
        const answer = await overHttp(agent, url, init, headers)
        const isCut = answer.ok && Math.random() < asked.cut
        note(isCut ? 1 : answer.status)
        if (isCut) throw new TypeError('cut') // the portal has committed, its answer is lost
        return answer
      } catch (failure) {
        if (failure.message !== 'cut') note(0)
        throw failure
      }
    },
    close: () => agent.destroy(),
  }
}

async function overHttp(agent, url, init, headers) {
  const body = init.body instanceof Blob ? Buffer.from(await init.body.arrayBuffer()) : Buffer.from(init.body ?? '')
  return new Promise((given, failed) => {
    const { method, signal } = init
    const request = http.request(url, { method, agent, signal, headers: { ...init.headers, ...headers, 'Content-Length': body.length } })
    request.on('error', failed)
    request.on('response', (answer) => {
      text(answer).then((said) => {
        const plain = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
        given(new Response(said, { status: answer.statusCode, headers: plain }))
      }, failed)
    })
    request.end(body)
  })
}

async function phone(filing) {
  const photos = new Map(Array.from({ length: filing.photos }, () => [randomUUID(), photo]))
  const line = wire(filing.headers)
  const told = await comeBack({ key: randomUUID(), filing: filing.body, photos, access: filing.access }, line, clock)
  line.close()
  done.push({ ...told, photos: filing.photos, ms: Math.round(performance.now() - began) })
}

await Promise.all(asked.filings.map(phone))
await writeFile(process.argv[3], JSON.stringify({ budget: BUDGET, done, heard }))
