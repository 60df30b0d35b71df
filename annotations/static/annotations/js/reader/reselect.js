/* Reselect: in an article that was opened for it, selected words become the place of a highlight that waits.

   The page begins where the words stood; words that were found already are selected. Enter or the button beside the
   selection sets the highlight; Escape lets go of the selection first, then leaves. */

import { register } from "../keys.js";
import { rangeOf } from "./offsets.js";
import { reader, say, text, words } from "./page.js";
import { choose, chosenWords } from "./selection.js";

const mode = reader.querySelector("[data-reselect]");
const form = mode?.querySelector("[data-reselect-form]");

function begin() {
  const { near, from, to } = mode.dataset;
  const range = rangeOf(text, Number(near), Number(near) + 1);
  const top = range?.getBoundingClientRect().top;
  if (top !== undefined) scrollBy({ top: top - Math.max(mode.offsetHeight + 120, innerHeight / 3), behavior: "instant" });
  if (from) choose(Number(from), Number(to));
}

function set() {
  const span = chosenWords();
  if (!span) {
    say(words.selectFirst);
    document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: words.selectFirst } }));
    return;
  }
  for (const [name, value] of Object.entries(span)) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
  form.submit();
}

if (mode) {
  const isFree = () => !document.activeElement.matches("a, button, summary, mark");
  register({ key: "Enter", label: words.set, group: words.read, when: () => isFree() && chosenWords() !== null, run: set });
  register({ key: "Escape", label: words.leave, group: words.read, run: () => location.assign(mode.dataset.cancel) });
  form.addEventListener("submit", (event) => { event.preventDefault(); set(); });
  reader.querySelector("[data-selection-toolbar] [data-set-highlight]").addEventListener("click", set);
  addEventListener("load", () => setTimeout(begin));
}
