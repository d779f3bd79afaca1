/* Entries that wait in the browser until the server has them, each exactly once.
   Why and how: docs/decisions/0013-entries-wait-in-the-browser.md */
"use strict";
(() => {
  const bar = document.getElementById("ac-outbox");
  if (!bar || !window.indexedDB) return;
  const words = bar.dataset;
  const account = words.account;
  const me = newKey(); // of this page, for the lease
  const ANSWER = 20000; // milliseconds for an entry, longer where it carries files
  const ANSWER_WITH_FILES = 120000;
  const AGAIN = 30000;
  const arrived = [];
  let sending = false;

  /* Numbers as the server makes them; randomUUID is missing on plain http. */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* The store: entries by their number, and the lease of whichever page is sending. */
  let opened = null;
  function database() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("bangfu-outbox", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("entries", { keyPath: "key" });
        asked.result.createObjectStore("leases", { keyPath: "name" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function within(store, mode, work) {
    const transaction = (await database()).transaction(store, mode);
    return new Promise((resolve, reject) => {
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore(store), (value) => (result = value));
    });
  }

  const put = (entry) => within("entries", "readwrite", (store) => store.put(entry));
  const remove = (key) => within("entries", "readwrite", (store) => store.delete(key));
  const get = (key) =>
    within("entries", "readonly", (store, give) => {
      store.get(key).onsuccess = (event) => give(event.target.result);
    });

  /* Only what this account has entered: another's waits until that account returns. */
  async function mine() {
    const every = await within("entries", "readonly", (store, give) => {
      store.getAll().onsuccess = (event) => give(event.target.result);
    });
    return every
      .filter((entry) => entry.account === account)
      .sort((one, other) => one.saved.localeCompare(other.saved));
  }

  /* One page sends at a time: by the browser's own lock, which a page that dies gives back; on
     plain http there is none, so by a lease that runs out. Nothing where another page is at it. */
  async function alone(wait, work) {
    if (navigator.locks) {
      const how = wait ? { signal: AbortSignal.timeout(ANSWER) } : { ifAvailable: true };
      const asked = navigator.locks.request("bangfu-outbox", how, (lock) => lock && work());
      return asked.catch((error) => {
        if (!["AbortError", "TimeoutError"].includes(error.name)) throw error;
      });
    }
    for (let turn = 0; !(await lease()); turn += 1) {
      if (!wait || turn > 40) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    try {
      return await work();
    } finally {
      await release();
    }
  }

  function lease() {
    return within("leases", "readwrite", (store, give) => {
      store.get("sender").onsuccess = (event) => {
        const held = event.target.result;
        const free = !held || held.owner === me || held.until < Date.now();
        if (free) store.put({ name: "sender", owner: me, until: Date.now() + ANSWER_WITH_FILES });
        give(free);
      };
    });
  }

  function release() {
    return within("leases", "readwrite", (store) => {
      store.get("sender").onsuccess = (event) => {
        if (event.target.result?.owner === me) store.delete("sender");
      };
    });
  }

  /* Asked before anything is sent: who is signed in, a fresh token, what has arrived by now.
     Nothing where there is no network, "signin" where nobody, or somebody else, is signed in. */
  async function signedIn(keys) {
    const address = new URL(words.state, location.href);
    keys.forEach((key) => address.searchParams.append("key", key));
    try {
      const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(ANSWER) });
      if (answer.status >= 500) return null;
      if (!answer.ok) return "signin";
      const told = await answer.json();
      return String(told.account) === account ? told : "signin";
    } catch {
      return null;
    }
  }

  /* The state, and for a page that waits for it the address to go on to. */
  async function deliver(entry, token) {
    const hasFiles = entry.fields.some(([, value]) => value instanceof Blob);
    const time = hasFiles ? ANSWER_WITH_FILES : ANSWER;
    await put({ ...entry, state: "sending", said: "" });
    await draw();
    const body = new FormData();
    entry.fields.forEach(([name, value]) => body.append(name, value));
    body.set("key", entry.key);
    body.set("account", account);
    let answer;
    try {
      answer = await fetch(entry.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": token },
        redirect: "manual",
        signal: AbortSignal.timeout(time),
      });
    } catch {
      return settle(entry, { state: "waiting", said: navigator.onLine ? words.failed : "" });
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 201) {
      await remove(entry.key);
      arrived.push(entry);
      return { state: "arrived", url: told.url };
    }
    if (answer.status === 403 || answer.type === "opaqueredirect") {
      return settle(entry, { state: "waiting", said: words.signin });
    }
    if (answer.status >= 500) return settle(entry, { state: "waiting", said: words.failed });
    const said = (told.problems || []).map((one) => one.said).join("") || words.refused;
    // The server keeps what it sent back as a draft, files and all: here only the way to it stays.
    const fields = told.draft ? [] : entry.fields;
    return settle({ ...entry, fields }, { state: "returned", said, draft: told.draft || "", status: answer.status });
  }

  async function settle(entry, outcome) {
    await put({ ...entry, ...outcome });
    return outcome;
  }

  /* Everything that waits, or one entry; what happened to each, by its number. */
  async function send(only = null) {
    if (sending && !only) return {};
    sending = true;
    try {
      return (await alone(Boolean(only), () => sendEach(only))) ?? {};
    } finally {
      sending = false;
      await draw();
    }
  }

  async function sendEach(only) {
    const outcomes = {};
    const entries = (await mine()).filter((entry) => !only || entry.key === only);
    if (!entries.length) return outcomes;
    const told = await signedIn(entries.map((entry) => entry.key));
    if (told === null || told === "signin") {
      const said = told === "signin" ? words.signin : "";
      for (const entry of entries) {
        if (entry.state !== "returned") await settle(entry, { state: "waiting", said });
      }
      return outcomes;
    }
    for (const entry of entries) {
      const gone = entry.draft && !told.drafts.includes(entry.key);
      if (told.arrived.includes(entry.key) || gone) {
        if (!entry.draft) arrived.push(entry);
        await remove(entry.key);
      } else if (entry.state !== "returned") {
        outcomes[entry.key] = await deliver(entry, told.token);
      }
    }
    return outcomes;
  }

  /* The bar: what waits, in which state, and what can be done about it. */
  async function draw() {
    const entries = (await mine()).filter((entry) => entry.draft !== location.pathname);
    const list = bar.querySelector("ul");
    list.replaceChildren(
      ...entries.map((entry) => row(entry, entry.state, entry.said)),
      ...arrived.map((entry) => row(entry, "arrived", "")),
    );
    const waits = entries.some((entry) => entry.state !== "returned");
    bar.querySelector(".ac-outbox-said").textContent = waits && !navigator.onLine ? words.offline : "";
    bar.querySelector('[data-do="send"]').hidden = !waits;
    bar.hidden = !entries.length && !arrived.length;
  }

  function row(entry, state, said) {
    const drawn = bar.querySelector("template").content.firstElementChild.cloneNode(true);
    const status = drawn.querySelector(".bf-status");
    const open = drawn.querySelector('[data-do="open"]');
    drawn.dataset.state = state;
    drawn.querySelector(".ac-outbox-what").textContent = entry.what;
    drawn.querySelector("small").textContent = said || "";
    status.textContent = words[state];
    status.className = `bf-status bf-${{ arrived: "ok", returned: "danger", sending: "info" }[state] || "warn"}`;
    if (state === "arrived" || state === "sending") {
      drawn.querySelector(".bf-row-actions").remove();
      return drawn;
    }
    open.href = entry.draft || `${entry.url}#open=${entry.key}`;
    drawn.querySelector('[data-do="delete"]').addEventListener("click", async () => {
      if (!confirm(words.discard)) return;
      await remove(entry.key);
      await draw();
    });
    return drawn;
  }

  window.bangfuOutbox = { newKey, put, get, remove, send, draw, account };

  bar.querySelector('[data-do="send"]').addEventListener("click", () => send());
  addEventListener("online", () => send());
  addEventListener("offline", () => draw());
  addEventListener("pagehide", () => navigator.locks || release());
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(async () => {
    if ((await mine()).some((entry) => entry.state !== "returned")) send();
  }, AGAIN);
  draw().then(() => send());

  /* The pages that are to open without a network; only where the browser allows it (https). */
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(words.worker).catch(() => {});
  const keep = words.keep.split(" ").filter(Boolean);
  if (keep.length && navigator.onLine) {
    navigator.serviceWorker.ready.then((ready) =>
      ready.active.postMessage({ account, version: words.version, keep }),
    );
  }
})();
