/* Highlights: a click on words, or Enter on them, opens their claim. Words under several claims offer all of them. */

import { show } from "./panel.js";
import { cardOf, marksOf, reader, text } from "./page.js";

const chooser = reader.querySelector("[data-claim-chooser]");
let chosenFor = null;

function claimsOn(mark) {
  return mark.dataset.claims.split(" ").filter((claim) => cardOf(claim));
}

function open(mark, { focus }) {
  const claims = claimsOn(mark);
  if (claims.length === 1) show(claims[0], { focus, from: mark });
  else if (claims.length) offer(mark, claims);
}

/* Innermost first: what the words say counts before who says them. */
function offer(mark, claims) {
  chosenFor = mark;
  chooser.replaceChildren(...claims.toReversed().map(choice));
  chooser.hidden = false;
  place(mark);
  chooser.querySelector("button").focus({ preventScroll: true });
}

function choice(claim) {
  const card = cardOf(claim);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "claim-choice";
  button.dataset.choose = claim;
  for (const part of [".claim-number", ".claim-words", ".status"]) button.append(card.querySelector(part).cloneNode(true));
  button.querySelector(".status").removeAttribute("data-claim-status");
  return button;
}

function place(mark) {
  const box = [...mark.getClientRects()].at(-1) ?? mark.getBoundingClientRect();
  const left = Math.min(Math.max(box.left, 8), innerWidth - chooser.offsetWidth - 8);
  const below = box.bottom + 8 + chooser.offsetHeight < innerHeight;
  chooser.style.setProperty("left", `${left + scrollX}px`);
  chooser.style.setProperty("top", `${(below ? box.bottom + 8 : box.top - chooser.offsetHeight - 8) + scrollY}px`);
}

function dismiss({ back } = {}) {
  if (chooser.hidden) return;
  chooser.hidden = true;
  if (back) chosenFor?.focus({ preventScroll: true });
}

text.addEventListener("click", (event) => {
  const mark = event.target.closest(".highlight");
  if (mark && getSelection().isCollapsed) open(mark, { focus: false });
});
text.addEventListener("keydown", (event) => {
  const mark = event.target.closest(".highlight");
  if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  open(mark, { focus: true });
});
chooser.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  dismiss();
  show(button.dataset.choose, { focus: true, from: chosenFor });
});
chooser.addEventListener("keydown", (event) => {
  const choices = [...chooser.querySelectorAll("button")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    choices.at((choices.indexOf(document.activeElement) + by) % choices.length).focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    dismiss({ back: true });
  }
});
document.addEventListener("pointerdown", (event) => { if (!chooser.contains(event.target)) dismiss(); });
chooser.addEventListener("focusout", (event) => { if (!chooser.contains(event.relatedTarget)) dismiss(); });

/* A new status: the innermost claim tints, the next other status underlines. */
export function tint(mark) {
  const shown = [...new Set(mark.dataset.claims.split(" ").toReversed().map((claim) => cardOf(claim)?.dataset.status).filter(Boolean))];
  if (!shown.length) return;
  mark.dataset.status = shown[0];
  if (shown.length > 1) mark.dataset.secondStatus = shown[1];
  else delete mark.dataset.secondStatus;
}

document.addEventListener("workbench:claim-changed", (event) => {
  const card = cardOf(event.detail.id);
  if (card) card.dataset.status = event.detail.shown ?? event.detail.status;
  marksOf(event.detail.id).forEach(tint);
});

