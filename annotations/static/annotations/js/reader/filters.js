/* Filters: which claims are shown, at once and without a reload; the address holds the choice. */

import { alignSoon } from "./layout.js";
import { drawSoon } from "./map.js";
import { cards, list, panel, text } from "./page.js";

const form = panel.querySelector("[data-filters] form");
const menu = panel.querySelector("[data-filters]");
const note = panel.querySelector("[data-filter-note]");

function chosen() {
  const facets = {};
  for (const box of form.querySelectorAll("input:checked")) (facets[box.name] ??= []).push(box.value);
  return facets;
}

function matches(card, facets) {
  return (!facets.status || facets.status.includes(card.dataset.status))
    && (!facets.type || facets.type.includes(card.dataset.type))
    && (!facets.reviewer || card.dataset.reviewers.split(" ").some((person) => facets.reviewer.includes(person)));
}

export function filter() {
  const facets = chosen();
  const hidden = new Set();
  for (const card of cards()) {
    card.hidden = !card.open && !matches(card, facets);
    if (card.hidden) hidden.add(card.dataset.claim);
  }
  for (const item of list.children) {
    const all = [...item.querySelectorAll("[data-claim]")];
    item.hidden = all.length > 0 && all.every((card) => card.hidden);
  }
  for (const mark of text.querySelectorAll(".highlight")) {
    mark.toggleAttribute("data-filtered", mark.dataset.claims.split(" ").every((claim) => hidden.has(claim)));
  }
  const some = Object.keys(facets).length > 0;
  menu.toggleAttribute("data-chosen", some);
  note.hidden = !some;
  alignSoon();
  drawSoon();
}

function remember() {
  const address = new URL(location.href);
  for (const name of ["status", "type", "reviewer"]) address.searchParams.delete(name);
  for (const [name, values] of Object.entries(chosen())) values.forEach((value) => address.searchParams.append(name, value));
  history.replaceState(history.state, "", address);
}

form.addEventListener("change", () => { filter(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
panel.addEventListener("click", (event) => {
  if (!event.target.closest("[data-filters-off]")) return;
  event.preventDefault();
  form.querySelectorAll("input").forEach((box) => { box.checked = false; });
  filter();
  remember();
});
if (form.querySelector("input:checked")) filter();
