/* The service worker of the entry pages: they open without a network from what the browser keeps
   of one account. Everything else goes to the server as if this were not here. */
"use strict";
const PREFIX = "bangfu-account-";
const STAMP = "/activities/kept";
const PATIENCE = 6000; // milliseconds until a page that is kept is shown instead of waiting on

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname.startsWith("/activities/new/")) event.respondWith(page(event.request, url));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(event.request, url.pathname));
  }
});

/* Everything anew, at most once a day and whenever a script, a style or the list has changed. */
async function keep({ account, version, keep: addresses }) {
  const name = PREFIX + account;
  const names = await caches.keys();
  const others = names.filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(others.map((one) => caches.delete(one)));
  const stamp = `${version} ${new Date().toDateString()}`;
  if (names.includes(name) && (await (await kept(STAMP))?.text()) === stamp) return;
  const fetched = new Map();
  const files = new Set();
  for (const address of addresses) {
    const asked = new URL(address, self.location.origin);
    asked.searchParams.set("cached", "1"); // as it may lie here: with nobody else's name
    const answer = await fetch(asked, { redirect: "manual" });
    if (!answer.ok) return;
    const text = await answer.clone().text();
    for (const [, file] of text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) files.add(file);
    fetched.set(address, answer);
  }
  for (const file of files) {
    const answer = await fetch(file);
    if (!answer.ok) return;
    fetched.set(file, answer);
  }
  await caches.delete(name);
  const cache = await caches.open(name);
  for (const [address, answer] of fetched) await cache.put(address, answer);
  await cache.put(STAMP, new Response(stamp));
}

async function page(request, url) {
  url.searchParams.delete("done");
  const address = url.pathname + url.search;
  const instead = (await kept(address)) || (await kept("/activities/new/"));
  if (!instead) return fetch(request);
  const waited = new Promise((resolve) => setTimeout(() => resolve(instead), PATIENCE));
  return Promise.race([fetch(request).catch(() => instead), waited]);
}

/* A name with a hash never changes; another is asked for anew, as while developing. */
async function file(request, path) {
  const found = await kept(path);
  if (found && /\.[0-9a-f]{12}\./.test(path)) return found;
  return fetch(request).catch((error) => {
    if (found) return found;
    throw error;
  });
}

async function kept(address) {
  const names = (await caches.keys()).filter((one) => one.startsWith(PREFIX));
  return names.length ? (await caches.open(names[0])).match(address, { ignoreVary: true }) : undefined;
}
