/* Saved: what follows when the server has taken a claim, an edit or a withdrawal. Only the blocks and the card that
   changed were swapped; here the rest of the page learns of it. */

import { askNow } from "../live.js";
import { leave, settle, tidy } from "./drafts.js";
import { filter } from "./filters.js";
import { align, renumber } from "./layout.js";
import { draw } from "./map.js";
import { addressOf, ask, cardOf, endOf, forgetMarks, list, panel, reader, say, words } from "./page.js";

/* Brings everything on the page up to date with the cards and the blocks that are there now. */
export function refresh() {
  forgetMarks();
  renumber();
  filter();
  align();
  draw();
  tidy();
}

document.addEventListener("workbench:claim-saved", (event) => {
  const { id } = event.detail;
  refresh();
  const number = cardOf(id)?.querySelector(".claim-number").textContent ?? "";
  say(words.saved.replace("%s", number));
  const place = endOf(id) ?? cardOf(id)?.querySelector("summary");
  place?.focus({ preventScroll: true });
  // Down a long form the words may have gone out of sight.
  place?.scrollIntoView({ block: "nearest" });
  askNow();
});

document.addEventListener("workbench:claim-withdrawn", (event) => {
  refresh();
  document.querySelector(`[data-withdrawn="${event.detail.id}"] button`)?.focus({ preventScroll: true });
});

document.addEventListener("workbench:claim-restored", (event) => {
  refresh();
  cardOf(event.detail.id)?.querySelector("summary")?.focus({ preventScroll: true });
  askNow();
});

/* Undo from the toast: the card comes back where its notice stands. */
document.addEventListener("workbench:undone", (event) => {
  const found = /\/claims\/(\d+)\/restore\/$/.exec(event.detail.address);
  const notice = found && document.querySelector(`[data-withdrawn="${found[1]}"]`);
  if (!notice) return;
  event.preventDefault();
  const values = { revision: reader.dataset.revision, restored: "yes" };
  ask("GET", addressOf("card", found[1]), { target: notice, swap: "outerHTML", values });
});

/* A card that comes back from the withdrawn ones goes to its place among the others. */
document.addEventListener("htmx:afterSwap", () => {
  for (const card of panel.querySelectorAll(".withdrawn-claims .claim-card[data-claim]")) bringHome(card);
});

function bringHome(card) {
  const item = document.createElement("li");
  item.className = "claim-item";
  item.append(card);
  forgetMarks();
  const mark = endOf(card.dataset.claim);
  const next = [...list.children].find((other) => {
    const claim = other.querySelector("[data-claim]")?.dataset.claim;
    const there = claim && endOf(claim);
    return mark && there && mark.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_FOLLOWING;
  });
  list.insertBefore(item, next ?? null);
}

function giveUp(form, { throwAway }) {
  const { back } = form.querySelector("[data-cancel]").dataset;
  if (back) ask("GET", back, { target: form, swap: "outerHTML" }).then(refresh);
  leave(form, { throwAway });
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cancel]");
  if (button) giveUp(button.closest("form"), { throwAway: true });
});

list.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-claim-form]");
  if (event.key !== "Escape" || !form || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  giveUp(form, { throwAway: false });
});

/* A form that came back with errors keeps its place and says so. */
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.closest?.("form[data-claim-form]") ?? event.target.querySelector?.("form[data-claim-form]");
  if (!form || !list.contains(form)) return;
  if (form.dataset.start) settle(form);
  const wrong = form.querySelector("[aria-invalid=true], [role=alert]");
  if (wrong) {
    if (wrong.matches("[role=alert]")) form.querySelector("[data-claim-text]").focus({ preventScroll: true });
    else wrong.focus();
  } else if (form.dataset.editing && !form.contains(document.activeElement)) {
    form.querySelector("[data-claim-text]").focus({ preventScroll: true });
  }
});

for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (!event.target.closest?.("form[data-claim-form]")) return;
    say(words.unreachable);
    document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: words.unreachable } }));
  });
}

list.addEventListener("workbench:rows-changed", align);

