// Keeps the page's own files, so that it opens without a network. The shop's data is never kept here.
// The build replaces the two names below by the files it wrote and a hash over them.
const VERSION = __VERSION__;
const FILES = __FILES__;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const stale = (name) => name.startsWith("headcount-page-") && name !== VERSION;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(stale).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const page = request.mode === "navigate" ? "./" : request;
  // The page comes from one build or the other, never from both: what is kept answers first.
  event.respondWith(caches.open(VERSION).then((cache) => cache.match(page, { ignoreSearch: true })).then((kept) => kept ?? fetch(request)));
});
