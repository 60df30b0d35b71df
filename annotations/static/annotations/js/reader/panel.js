/* Panel: claims one after the other. An opened card fetches its inside once, grows in place, and its words light up;
   a click on words, or Enter on them, opens their card. */

import { register } from "../keys.js";
import { alignSoon, reveal } from "./layout.js";
import { addressOf, ask, cardOf, endOf, isNarrow, list, marksOf, openCard, panel, reader, shownCards, text, words } from "./page.js";

const RELOAD_MS = 250;
const AGAIN_MS = 1000;

/* Opens a card. `from` is where the focus returns to on Escape. */
export function show(claim, { focus = false, from = null } = {}) {
  const card = cardOf(claim);
  if (!card || card.localName !== "details") return;
  if (from) card.dataset.from = from.id;
  card.open = true;
  if (focus) card.querySelector("summary").focus({ preventScroll: true });
  requestAnimationFrame(() => reveal(card));
}

export function close(card) {
  card.open = false;
  (document.getElementById(card.dataset.from) ?? endOf(card.dataset.claim))?.focus({ preventScroll: true });
  delete card.dataset.from;
}

function opened(card) {
  panel.toggleAttribute("data-raised", isNarrow());
  marksOf(card.dataset.claim).forEach((mark) => mark.setAttribute("data-active", ""));
  fetchInside(card);
  remember(card);
}

function closed(card) {
  marksOf(card.dataset.claim).forEach((mark) => mark.removeAttribute("data-active"));
  if (!openCard()) panel.removeAttribute("data-raised");
}

/* What did not arrive is asked for again while the card is open, each time later. */
function fetchInside(card, later = AGAIN_MS) {
  const body = card.querySelector("[data-panel]");
  if (!body || "loaded" in body.dataset) return;
  body.dataset.loaded = "";
  const settled = () => {
    if (body.querySelector("[data-claim-panel]")) { alignSoon(); return; }
    delete body.dataset.loaded;
    setTimeout(() => { if (card.isConnected && card.open) fetchInside(card, later * 2); }, later);
  };
  ask("GET", addressOf("panel", card.dataset.claim), { target: body }).then(settled, settled);
}

/* The address names the open claim, so that it can be sent to somebody and survives a reload. */
function remember(card) {
  history.replaceState(history.state, "", `#${card.id}`);
}

/* What an opened card shows follows the status, unless somebody types in it. */
const waiting = new Map();
function refresh(claim) {
  const card = cardOf(claim);
  const body = card?.querySelector?.("[data-panel][data-loaded]");
  if (!body) return;
  if (!card.open) { delete body.dataset.loaded; return; }
  if (body.querySelector("form") && body.contains(document.activeElement)) return;
  ask("GET", addressOf("panel", claim), { target: body }).then(alignSoon);
}

function refreshSoon(claim) {
  clearTimeout(waiting.get(claim));
  waiting.set(claim, setTimeout(() => refresh(claim), RELOAD_MS));
}

/* What was asked from inside a panel is answered there: until then the panel is not exchanged under it, for an answer
   to an element that is gone no longer finds the blocks of the text. Nor is it while something in it is pressed: what
   is let go of elsewhere than it was pressed is no click. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (!target.matches?.("[data-panel]") || !target.querySelector(".htmx-request, :active")) return;
  event.detail.shouldSwap = false;
  refreshSoon(Number(target.closest("[data-claim]").dataset.claim));
});

export function step(by) {
  const all = shownCards();
  if (!all.length) return;
  const now = openCard() ?? document.activeElement.closest?.(".claim-card[data-claim]");
  const at = now ? all.indexOf(now) + by : beside(all, by);
  const card = all[Math.min(Math.max(at, 0), all.length - 1)];
  const mark = endOf(card.dataset.claim);
  mark?.scrollIntoView({ block: "nearest" });
  show(card.dataset.claim, { focus: true, from: mark });
}

/* Without an open card: the claim nearest to what is being read. */
function beside(all, by) {
  const line = innerHeight / 4;
  const next = all.findIndex((card) => (endOf(card.dataset.claim)?.getBoundingClientRect().bottom ?? 0) > line);
  if (next < 0) return all.length - 1;
  return by > 0 ? next : next - 1;
}

/* The claim that keys speak of: the open one, or the one whose words or card have the focus. */
export function current() {
  const focused = document.activeElement.closest?.(".claim-card[data-claim]");
  const ends = document.activeElement.dataset?.ends?.split(" ").at(-1);
  return openCard() ?? focused ?? (ends ? cardOf(ends) : null);
}

function go(name) {
  const { claim } = current().dataset;
  const [path, place] = addressOf(name, claim).split("#");
  const next = `${location.pathname}${location.search}#claim-${claim}`;
  location.assign(`${path}?next=${encodeURIComponent(next)}${place ? `#${place}` : ""}`);
}

function edit() {
  const card = current();
  const values = { revision: reader.dataset.revision };
  ask("GET", addressOf("edit", card.dataset.claim), { target: card, swap: "outerHTML", values });
}

list.addEventListener("toggle", (event) => {
  const card = event.target;
  if (!card.matches?.(".claim-card[data-claim]")) return;
  if (card.open) opened(card);
  else closed(card);
}, true);

list.addEventListener("pointerover", (event) => light(event, true));
list.addEventListener("pointerout", (event) => light(event, false));
function light(event, on) {
  const card = event.target.closest(".claim-card[data-claim]");
  if (!card || card.open || card.contains(event.relatedTarget)) return;
  marksOf(card.dataset.claim).forEach((mark) => mark.toggleAttribute("data-active", on));
}

panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step-claim]");
  if (button) step(Number(button.dataset.stepClaim));
});

document.addEventListener("click", (event) => {
  const raised = isNarrow() && panel.hasAttribute("data-raised") ? openCard() : null;
  if (raised && event.target.closest("[data-article-text]") && !event.target.closest(".highlight")) raised.open = false;
});

document.addEventListener("workbench:claim-changed", (event) => refreshSoon(event.detail.id));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const card = openCard();
  if (!card || document.activeElement.matches("input, textarea, select")) return;
  event.preventDefault();
  close(card);
});

const has = (name) => () => Boolean(current() && addressOf(name, current().dataset.claim));
register({ key: "j", label: words.next, group: words.read, run: () => step(1) });
register({ key: "k", label: words.previous, group: words.read, run: () => step(-1) });
register({ key: "e", label: words.evidence, group: words.read, when: has("evidence"), run: () => go("evidence") });
register({ key: "v", label: words.verdict, group: words.read, when: has("verdict"), run: () => go("verdict") });
register({ key: "E", label: words.edit, group: words.read, when: has("edit"), run: edit });

const named = /^#claim-(\d+)$/.exec(location.hash);
if (named) {
  show(named[1]);
  endOf(named[1])?.scrollIntoView({ block: "center" });
}
const wanted = text.querySelector(":target");
if (wanted) wanted.scrollIntoView({ block: "center" });
