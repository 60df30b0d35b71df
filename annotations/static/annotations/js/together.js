/* Together: rows that are chosen, and the bar that says how many and what can be done with them.

   Each row has a box ([data-together-row]), the head of the table one for the page. `x` chooses the row that is current.
   Shift with a click chooses all from the last one on. The list is replaced as one types: what was chosen then is gone
   with its rows, so that nothing out of sight is ever changed. */

import { register } from "./keys.js";

const words = document.querySelector("[data-keys-words]").dataset;
let last = null;

function boxes() {
  return [...document.querySelectorAll("[data-together-row]")];
}

function show() {
  const bar = document.querySelector("[data-together]");
  if (!bar) return;
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const told = bar.querySelector("[data-together-chosen]");
  told.textContent = `${chosen} ${told.dataset.togetherChosen}`;
  told.hidden = !chosen;
  bar.querySelector("[data-together-total]").hidden = Boolean(chosen);
  bar.toggleAttribute("data-choosing", chosen > 0);
  for (const some of bar.querySelectorAll("[data-together-some]")) some.hidden = !chosen;
  const page = document.querySelector("[data-together-page]");
  if (!page) return;
  page.checked = chosen > 0 && chosen === all.length;
  page.indeterminate = chosen > 0 && chosen < all.length;
}

function current() {
  return document.querySelector("[data-row][data-current] [data-together-row]");
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-together-row]");
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  show();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-together-page]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-together-page], [data-together-row]")) show();
});
document.addEventListener("htmx:afterSettle", show);
register({
  key: "x",
  label: words.chooseRow,
  group: words.rows,
  when: () => boxes().length > 0,
  run: () => current()?.click(),
});
show();
