// The newest page where the line brings it in time, the one last seen where it does not. Nothing but /app/ is kept; no form, no receipt, no
// booking and nothing that only somebody who is signed in may see is.
const kept = "stadtpult-3";
const frame = [new Request("/app/", { credentials: "omit" }), "/app/files/app.css", "/app/files/offline.html", "/app/files/icon.svg"];
const patience = 3000;  // ms for an answer, where there is a copy to show instead
const memory = 30000;  // ms in which a line that was slow is not waited for again: the page's files come right after the page
let slowUntil = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(frame)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()));
});

// There once all of it is: a line may also stop in the middle.
async function newest(request, path, cache) {
  const answer = await fetch(request);
  const open = !/no-store/.test(answer.headers.get("Cache-Control") || "");
  if (answer.ok && open && !/^\/app\/(search|feedback|test|sign-in|account|bookings|m\/[^/]*\/book)/.test(path)) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith("/app/")) return;
  const cache = caches.open(kept);
  const fresh = cache.then((open) => newest(request, url.pathname, open));
  event.waitUntil(fresh.catch(() => undefined));  // what comes too late is there for the next time
  event.respondWith((async () => {
    const seen = await (await cache).match(request);
    try {
      if (!seen) return await fresh;
      const late = new Promise((go) => setTimeout(go, Date.now() < slowUntil ? 0 : patience));
      const answer = await Promise.race([fresh, late]);
      slowUntil = answer ? 0 : Math.max(slowUntil, Date.now() + memory);
      return answer || seen;
    } catch (gone) {
      if (seen) return seen;
      if (request.mode === "navigate") return (await cache).match("/app/files/offline.html");
      throw gone;
    }
  })());
});
