/* The form of an entry: sent through the outbox, opened again from it, lines added on the spot.
   Everything here also works without scripts, as plain forms. */
"use strict";
(() => {
  const form = document.getElementById("ac-form");
  if (!form) return;
  const outbox = window.bangfuOutbox;
  const button = form.querySelector(".btn-primary");
  let busy = false;

  /* A page from the browser carries no number and an old day. */
  if (outbox && !form.elements.key.value) {
    const now = new Date();
    const day = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    form.elements.on.defaultValue = day;
    form.elements.key.value = outbox.newKey();
  }

  function told() {
    const figures = [...form.querySelectorAll(".ac-with-unit input")].filter((input) => input.value);
    const counts = figures.map((input) => input.value + input.nextElementSibling.textContent);
    return [form.elements.on.value, form.dataset.kind, ...counts].join(" ");
  }

  function asEntry() {
    const fields = [...new FormData(form)].filter(
      ([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size),
    );
    const key = form.elements.key.value;
    const url = form.getAttribute("action");
    const saved = new Date().toISOString();
    return { key, account: outbox.account, url, what: told(), fields, saved, state: "waiting", said: "" };
  }

  function freed() {
    busy = false;
    button.disabled = false;
  }

  async function plainly(key) {
    await outbox.remove(key);
    form.submit();
  }

  form.addEventListener("submit", async (event) => {
    if (!outbox || event.submitter?.name === "more") return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.disabled = true;
    const entry = asEntry();
    try {
      await outbox.put(entry);
    } catch {
      form.submit(); // no room in this browser: sent as any form
      return;
    }
    const outcome = (await outbox.send(entry.key))[entry.key] ?? { state: "waiting" };
    if (outcome.url || outcome.draft) {
      await outbox.remove(entry.key); // the page that comes shows the entry, or its draft
      location.assign(outcome.url || outcome.draft);
    } else if (outcome.status === 422 || outcome.status === 409) {
      await plainly(entry.key); // the server's own page says what is wrong
    } else {
      form.reset();
      form.elements.key.value = outbox.newKey();
      summed();
      freed();
      await outbox.draw();
      document.getElementById("ac-outbox").scrollIntoView({ block: "center" });
    }
  });

  /* Back by the browser's own button: a page as it was left must not be stuck. */
  addEventListener("pageshow", (event) => event.persisted && freed());

  /* An entry of the outbox, opened to be corrected: under its own number as long as it waits. */
  async function opened(key) {
    const entry = await outbox?.get(key);
    if (!entry || entry.account !== outbox.account) return;
    const lines = entry.fields.filter(([name]) => /^line-\d+-/.test(name)).map(([name]) => Number(name.split("-")[1]));
    while (lines.length && Math.max(...lines) >= form.querySelectorAll("[data-line]").length) lengthen();
    form.querySelectorAll('input[name="workers"]').forEach((chip) => (chip.checked = false));
    const files = new DataTransfer();
    for (const [name, value] of entry.fields) {
      if (value instanceof File) {
        files.items.add(value);
        continue;
      }
      const same = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const ticked = same.find((one) => one.type === "checkbox" && one.value === value);
      if (ticked) ticked.checked = true;
      else if (same.length && same[0].type !== "checkbox" && name !== "key") same[0].value = value;
    }
    form.elements.proof.files = files.files;
    form.elements.key.value = entry.status === 409 ? outbox.newKey() : entry.key;
    if (entry.status === 409) await outbox.remove(entry.key);
    else await outbox.put({ ...entry, state: "returned", said: "" }); // not sent while it is mended
    await outbox.draw();
    summed();
  }

  const asked = location.hash.match(/^#open=([0-9a-f-]{36})$/);
  if (asked) {
    opened(asked[1]);
    history.replaceState(null, "", location.pathname + location.search);
  }

  /* Lines: one more on the spot, and what they come to. */
  const frame = document.getElementById("ac-lines");

  function lengthen() {
    const every = frame.querySelectorAll("[data-line]");
    const last = every[every.length - 1];
    const next = last.cloneNode(true);
    next.querySelectorAll("[name]").forEach((input) => {
      input.name = input.name.replace(/^line-\d+-/, `line-${every.length}-`);
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
    });
    last.after(next);
    form.elements["line-TOTAL_FORMS"].value = every.length + 1;
    return next;
  }

  function summed() {
    const shown = frame?.querySelector("[data-sum]");
    if (!shown) return;
    const every = [...frame.querySelectorAll("[data-value]")].map((input) => {
      const typed = input.value.normalize("NFKC").replace(/[,\s元]/g, "");
      return (parseFloat(typed) || 0) * (typed.includes("万") ? 10000 : 1);
    });
    const total = every.reduce((one, other) => one + other, 0);
    shown.textContent = total.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }

  frame?.addEventListener("input", summed);
  frame?.querySelector('[name="more"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    lengthen().querySelector("input").focus();
  });
})();
