/* Board: rows by keyboard, and filters that take effect at once.

   [data-rows] holds rows ([data-row], each with one link that opens it); j and k move, Enter opens. The form with
   data-board-form is sent by htmx on every change; what is empty stays out of the address. */

import { register } from "./keys.js";

const words = document.querySelector("[data-keys-words]").dataset;

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function link(row) {
  return row.querySelector(".board-title, .listing-title a");
}

function current() {
  return rows().findIndex((row) => row.contains(document.activeElement));
}

function move(step) {
  const all = rows();
  const at = current();
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  link(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function some() {
  return rows().length > 0;
}

register({ key: "j", label: words.nextRow, group: words.rows, when: some, run: () => move(1) });
register({ key: "k", label: words.previousRow, group: words.rows, when: some, run: () => move(-1) });
register({ key: "Enter", label: words.openRow, group: words.rows, when: some });
document.addEventListener("focusin", (event) => {
  document.querySelectorAll("[data-row][data-current]").forEach((row) => row.removeAttribute("data-current"));
  event.target.closest?.("[data-row]")?.setAttribute("data-current", "");
});

/* The filters. */
const form = document.querySelector("[data-board-form]");

function showChosen() {
  for (const menu of form.querySelectorAll("details.menu")) {
    const chosen = [...menu.querySelectorAll("input[name]:not([data-not-sent])")];
    const count = chosen.filter((input) => (input.type === "checkbox" ? input.checked : input.value)).length;
    menu.toggleAttribute("data-chosen", count > 0);
    menu.querySelector("[data-chosen-count]").textContent = count ? `: ${count}` : "";
  }
}

function followFilter() {
  const found = document.getElementById("found");
  const query = found.dataset.query;
  form.querySelector("[data-clear]").hidden = !query;
  for (const action of document.querySelectorAll("[data-with-filter]")) {
    const then = new URL(action.href).searchParams.get("then");
    action.href = `${new URL(action.href).pathname}?${query}${then ? `&then=${then}` : ""}`;
  }
  for (const view of document.querySelectorAll("#board-views a")) {
    const same = sorted(new URL(view.href).search) === sorted(query);
    if (same) view.setAttribute("aria-current", "page");
    else view.removeAttribute("aria-current");
  }
}

function sorted(search) {
  const pairs = [...new URLSearchParams(search)].map((pair) => pair.join("="));
  return pairs.sort().join("&");
}

if (form) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("change", showChosen);
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    const sent = event.detail.formData;
    for (const [name, value] of [...sent]) if (value === "") sent.delete(name);
    sent.delete("find");
  });
  document.addEventListener("htmx:afterSettle", followFilter);
  showChosen();
}
