/* Selection: words chosen in the text, by mouse, finger or keyboard, and the button that appears beside them. */

import { register } from "../keys.js";
import { openDraft } from "./drafts.js";
import { rangeOf, spanOf } from "./offsets.js";
import { addressOf, ask, openCard, reader, say, soon, text, words } from "./page.js";

const toolbar = reader.querySelector("[data-selection-toolbar]");
const again = toolbar.querySelector("[data-mark-again]");
const mayClaim = "claimNew" in reader.dataset;
const maySelect = mayClaim || reader.querySelector("[data-reselect]") !== null;
let chosen = null;
let isDragging = false;

/* The words that are selected now: { start, end, exact }, or null. */
export function chosenWords() {
  look();
  return chosen;
}

/* Selects a span of the text, as if somebody had done so by hand. */
export function choose(start, end) {
  const range = rangeOf(text, start, end);
  if (!range) return;
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

export function unchoose() {
  getSelection().removeAllRanges();
  chosen = null;
  toolbar.hidden = true;
}

function look() {
  if (toolbar.contains(document.activeElement)) return;
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const inside = range && range.intersectsNode(text) && text.contains(range.startContainer);
  chosen = inside ? spanOf(text, range) : null;
  toolbar.hidden = !chosen || !maySelect || isDragging;
  if (toolbar.hidden) return;
  if (again) again.hidden = !openCard();
  place(range);
}

/* Beside the end of the words; under a finger the stylesheet keeps it at the edge of the screen. */
function place(range) {
  if (matchMedia("(pointer: coarse)").matches) return;
  const boxes = [...range.getClientRects()];
  const box = boxes.at(-1) ?? range.getBoundingClientRect();
  const left = Math.min(Math.max(box.right - toolbar.offsetWidth / 2, 8), innerWidth - toolbar.offsetWidth - 8);
  toolbar.style.setProperty("left", `${left + scrollX}px`);
  toolbar.style.setProperty("top", `${box.bottom + scrollY + 8}px`);
}

export function makeClaim() {
  if (!mayClaim) return;
  look();
  if (!chosen) {
    say(words.selectFirst);
    document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: words.selectFirst } }));
    return;
  }
  const span = chosen;
  unchoose();
  openDraft(span);
}

/* The open claim stands in these words, too. */
function markAgain() {
  const card = openCard();
  look();
  if (!chosen || !card) return;
  const values = { revision: reader.dataset.revision, ...chosen };
  unchoose();
  ask("POST", addressOf("mark", card.dataset.claim), { target: card, swap: "outerHTML", values });
}

/* Until the mouse is let go the button stays away: under the pointer it would become the end of the selection. */
text.addEventListener("pointerdown", (event) => { isDragging = event.pointerType === "mouse" && event.button === 0; });
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    if (!isDragging) return;
    isDragging = false;
    look();
  });
}
document.addEventListener("selectionchange", soon(look));
addEventListener("resize", soon(look));
toolbar.addEventListener("pointerdown", (event) => event.preventDefault());
toolbar.querySelector("[data-make-claim]")?.addEventListener("click", makeClaim);
again?.addEventListener("click", markAgain);
reader.querySelector("[data-claim-button]")?.addEventListener("click", (event) => {
  event.preventDefault();
  makeClaim();
});
reader.querySelector("[data-claim-button]")?.addEventListener("pointerdown", (event) => { if (chosen) event.preventDefault(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !chosen || event.defaultPrevented) return;
  event.preventDefault();
  unchoose();
});

if (mayClaim) {
  register({ key: "c", label: words.claim, group: words.read, run: makeClaim });
  register({ key: "h", label: words.again, group: words.read, when: () => chosen !== null && openCard() !== null, run: markAgain });
}

