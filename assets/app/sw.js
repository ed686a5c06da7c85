// The newest page where the line brings it in time, the one last seen where it does not. Nothing but /app/ is kept; no form, no receipt, no
// booking and nothing that only somebody who is signed in may see is.
const kept = "stadtpult-3";
const frame = [new Request("/app/", { credentials: "omit" }), "/app/files/app.css", "/app/files/offline.html", "/app/files/icon.svg"];
const patience = 3000;  // ms for an answer, where there is a copy to show instead
const memory = 30000;  // ms in which a line that was slow is not waited for again: the page's files come right after the page
const signedIn = "/app/files/signed-in";  // no address: kept under it while the pages that come are for somebody who is signed in
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
  if (!answer.ok || /^\/app\/(search|feedback|test|sign-in|account|bookings|m\/[^/]*\/book)/.test(path)) return answer;
  if (/no-store/.test(answer.headers.get("Cache-Control") || "")) {
    await cache.put(signedIn, new Response(""));
    return answer;
  }
  await cache.put(request, answer.clone());
  if (!/^\/app\/(files|media)\//.test(path)) await cache.delete(signedIn);
  return answer;
}

// A copy for the request, where one may stand in for an answer that does not come in time: who is signed in sees other pages than the guest
// that they were kept for, and waits for them.
async function standIn(seen, path, cache) {
  return seen && (path.startsWith("/app/files/") || !(await cache.match(signedIn))) ? seen : undefined;
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith("/app/")) return;
  const begun = Date.now();
  const opened = caches.open(kept);
  const fresh = opened.then((cache) => newest(request, url.pathname, cache));
  // What comes too late is there for the next time; what comes in time says that the line is not slow any more.
  event.waitUntil(fresh.then(() => { if (Date.now() - begun < patience) slowUntil = 0; }, () => undefined));
  event.respondWith((async () => {
    const cache = await opened;
    const seen = await cache.match(request);
    try {
      const instead = await standIn(seen, url.pathname, cache);
      if (!instead) return await fresh;
      const slow = begun < slowUntil;
      const answer = await Promise.race([fresh, new Promise((go) => setTimeout(go, slow ? 0 : patience))]);
      if (!answer && !slow) slowUntil = Date.now() + memory;
      return answer || instead;
    } catch (gone) {
      if (seen) return seen;
      if (request.mode === "navigate") return cache.match("/app/files/offline.html");
      throw gone;
    }
  })());
});
