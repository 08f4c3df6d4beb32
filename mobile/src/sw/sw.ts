/// <reference lib="webworker" />
import { round, SYNC_TAG } from '../outbox/send'
import { recount } from '../account/mine'
import { cacheName, fill, isLater, isOld, later, source } from './keeping'
import { open, shown } from './push'
import { shared } from './share'

interface SyncEvent extends ExtendableEvent {
  tag: string
}
const worker = self as unknown as ServiceWorkerGlobalScope

const HOME = '/app/'
const NAMED = (self as unknown as { __WB_MANIFEST: { url: string }[] }).__WB_MANIFEST.map((entry) => entry.url)
const FILES = NAMED.filter((url) => !isLater(url))
// Written by the portal as it serves this file (otklik/web/app): other files or another look of the region are another
// worker, which waits until the person agrees.
const STAMP = '__OTKLIK_STAMP__'

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName(STAMP)).then((cache) => fill({ home: HOME, files: FILES }, cache, caches, fetch)))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => isOld(name, STAMP)).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method === 'POST' && new URL(request.url).pathname === `${HOME}share`) {
    event.respondWith(shared(request, HOME))
    return
  }
  const from = source(request, worker.location.origin, HOME)
  if (from === 'network') return
  if (from === 'later') {
    event.respondWith(later(new URL(request.url).pathname, request, NAMED, caches, fetch))
    return
  }
  const wanted = from === 'shell' ? HOME : request
  event.respondWith(
    caches.match(wanted, { ignoreVary: true, cacheName: cacheName(STAMP) }).then((kept) => kept ?? fetch(request)),
  )
})

worker.addEventListener('sync', (event) => {
  const sync = event as SyncEvent
  if (sync.tag !== SYNC_TAG) return
  sync.waitUntil(
    round('chance').then((next) => {
      // The browser asks again later, with waits of its own.
      if (next !== null) throw new Error('not everything has left')
    }),
  )
})

worker.addEventListener('push', (event) => {
  const { title, body, path } = shown(event.data?.text(), worker.location.origin)
  const icon = `${HOME}icon-any-192.png`
  const showing = worker.registration.showNotification(title, { body, icon, badge: icon, tag: path, data: path })
  // The number on the icon follows; without a network it stays as it was.
  event.waitUntil(showing.then(() => recount().catch(() => {})))
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(String(event.notification.data ?? HOME), worker.clients))
})
