// The newest page where there is a line, the one last seen where there is none. Nothing but /app/ is kept; no form, no receipt, no booking
// and nothing that only somebody who is signed in may see is.
const kept = "stadtpult-2";
const frame = [new Request("/app/", { credentials: "omit" }), "/app/files/app.css", "/app/files/offline.html", "/app/files/icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(frame)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith("/app/")) return;
  event.respondWith((async () => {
    const cache = await caches.open(kept);
    try {
      const answer = await fetch(event.request);
      const open = !/no-store/.test(answer.headers.get("Cache-Control") || "");
      if (answer.ok && open && !/^\/app\/(search|feedback|test|sign-in|account|bookings|m\/[^/]*\/book)/.test(url.pathname)) await cache.put(event.request, answer.clone());
      return answer;
    } catch (gone) {
      const seen = await cache.match(event.request);
      if (seen) return seen;
      if (event.request.mode === "navigate") return cache.match("/app/files/offline.html");
      throw gone;
    }
  })());
});
