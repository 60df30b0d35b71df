/* Drafts: claims that are being typed stand in the panel, level with their words; the words stay marked, the article
   stays where it is. Which drafts are open outlives a reload; what was typed in them is kept by keep.js. */

import { forget } from "../keep.js";
import { alignSoon, keepInSight, renumber, standsAt } from "./layout.js";
import { rangeOf, wordsOf } from "./offsets.js";
import { ask, isNarrow, list, marksOf, panel, reader, say, text, words } from "./page.js";

const OPEN = `workbench.drafts.${reader.dataset.revision}`;
const MARKED = "claim-draft";

function drafts() {
  return [...list.querySelectorAll("form[data-claim-form][data-start]")];
}

function spanOf(form) {
  return { start: Number(form.dataset.start), end: Number(form.dataset.end) };
}

/* Opens the form for words of the article, beside them. */
export async function openDraft(span) {
  const same = drafts().find((form) => spanOf(form).start === span.start && spanOf(form).end === span.end);
  if (same) { enter(same); return; }
  const item = placeholder(span);
  alignSoon();
  const address = `${reader.dataset.claimNew}?revision=${reader.dataset.revision}&start=${span.start}&end=${span.end}`;
  await ask("GET", address, { target: item, swap: "outerHTML" }).catch(() => null);
  if (item.isConnected) {
    item.remove();
    say(words.unreachable);
    document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: words.unreachable } }));
    return;
  }
  const form = drafts().find((one) => spanOf(one).start === span.start && spanOf(one).end === span.end);
  if (form) { settle(form); enter(form); }
}

/* After each arrival of a form: its words marked, its place set, what the reader saw sent along. */
export function settle(form) {
  const { start, end } = spanOf(form);
  const exact = form.querySelector("[data-exact]");
  if (exact) exact.value = wordsOf(text, start, end);
  const range = rangeOf(text, start, end);
  if (range) standsAt(form.closest("li"), range.getBoundingClientRect().top + scrollY);
  panel.toggleAttribute("data-raised", isNarrow());
  paint();
  remember();
  renumber();
  alignSoon();
  document.dispatchEvent(new CustomEvent("workbench:draft-opened"));
}

function enter(form) {
  const field = form.querySelector("[aria-invalid=true]") ?? form.querySelector("[data-claim-text]");
  field.focus({ preventScroll: true });
  field.setSelectionRange?.(field.value.length, field.value.length);
  const range = form.dataset.start ? rangeOf(text, spanOf(form).start, spanOf(form).end) : null;
  if (isNarrow() && range) keepInSight(range.getBoundingClientRect(), form);
  const box = form.getBoundingClientRect();
  if (!isNarrow() && (box.top < 60 || box.top > innerHeight - 120)) form.scrollIntoView({ block: "nearest" });
}

function placeholder(span) {
  const item = document.createElement("li");
  item.className = "claim-item";
  const range = rangeOf(text, span.start, span.end);
  const next = [...list.children].find((candidate) => isAfter(candidate, range, span));
  list.insertBefore(item, next ?? null);
  return item;
}

function isAfter(item, range, span) {
  const draft = item.querySelector("form[data-start]");
  if (draft) return spanOf(draft).start > span.start;
  const card = item.querySelector("[data-claim]");
  const mark = card && marksOf(card.dataset.claim)[0];
  return Boolean(mark && range && range.comparePoint(mark, 0) > 0);
}

/* The words of open drafts, marked without touching the text. */
function paint() {
  if (!window.CSS?.highlights) return;
  const ranges = drafts().map((form) => rangeOf(text, spanOf(form).start, spanOf(form).end)).filter(Boolean);
  if (ranges.length) CSS.highlights.set(MARKED, new Highlight(...ranges));
  else CSS.highlights.delete(MARKED);
}

function remember() {
  try {
    const open = drafts().map(spanOf);
    if (open.length) sessionStorage.setItem(OPEN, JSON.stringify(open));
    else sessionStorage.removeItem(OPEN);
  } catch { /* Then a reload closes the form; what was typed is still kept. */ }
}

export function tidy() {
  paint();
  remember();
  if (!drafts().length && !list.querySelector(".claim-card[open]")) panel.removeAttribute("data-raised");
}

/* Leaving: the reader is back at the words. What was typed is there again when the form is opened for the same words,
   unless somebody threw it away. */
export function leave(form, { throwAway }) {
  const span = form.dataset.start ? spanOf(form) : null;
  if (throwAway) forget(form);
  if (!span) return;
  form.closest("li").remove();
  tidy();
  renumber();
  alignSoon();
  const range = rangeOf(text, span.start, span.end);
  const selection = getSelection();
  selection.removeAllRanges();
  if (range) selection.addRange(range);
  reader.focus({ preventScroll: true });
}

export async function reopen() {
  let open = [];
  try {
    open = JSON.parse(sessionStorage.getItem(OPEN)) ?? [];
  } catch { /* Nothing to reopen. */ }
  for (const span of open) await openDraft(span);
}

