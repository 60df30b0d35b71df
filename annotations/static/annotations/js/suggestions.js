/* Suggestions: deciding about the row that holds the focus, else the first, by one key. */

import { register } from "./keys.js";

const words = document.querySelector("[data-suggestion-words]").dataset;

function deed(name) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const row = rows.find((one) => one.contains(document.activeElement)) ?? rows[0];
  return row?.querySelector(`[data-deed="${name}"]`) ?? null;
}

function offer(key, name, label) {
  register({ key, label, group: words.group, when: () => deed(name) !== null, run: () => deed(name).click() });
}

offer("a", "accept", words.accept);
offer("x", "reject", words.reject);
