/* Nobody is signed in here: what this browser kept of an account's pages is thrown away. Entries
   that wait to be sent stay, and only the account that made them can send them. */
"use strict";
if ("caches" in window) {
  caches.keys().then((names) =>
    names.filter((name) => name.startsWith("bangfu-account-")).forEach((name) => caches.delete(name)),
  );
}
