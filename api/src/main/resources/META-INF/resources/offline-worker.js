/* Keeps what the offline verification page is made of; everything else goes to the network. */
'use strict';
const CACHE = 'tongban-offline-page-2';
const FILES = [
  '/offline', '/portal/portal.css', '/portal/offline.js', '/portal/verify-sd-jwt.js', '/portal/receipts.js', '/portal/verify-receipt.js', '/portal/scan.js', '/portal/jsqr/jsQR-1.4.0.js',
  '/portal/icon.svg', '/webjars/govuk-frontend/5.14.0/dist/govuk/govuk-frontend.min.css',
];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith('tongban-offline-page-') && n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()));
});

async function networkFirst(request, path) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (offline) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw offline;
  }
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === 'GET' && url.origin === self.location.origin && FILES.includes(url.pathname)) {
    event.respondWith(networkFirst(event.request, url.pathname));
  }
});
