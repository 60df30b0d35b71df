/* Sentences: selecting with the keyboard alone. `s` begins at the sentence that is being read; up and down move,
   Shift with up and down extends by a sentence, left and right move the beginning by a word, Shift with left and right
   the end. `c` makes the claim, Escape leaves. */

import { register } from "../keys.js";
import { rangeOf, wordsOf } from "./offsets.js";
import { reader, say, text, words } from "./page.js";
import { choose, chosenWords, unchoose } from "./selection.js";

let sentences = null;
let first = 0;
let last = 0;
let span = null;
let active = false;

async function begin() {
  if (!sentences) {
    const answer = await fetch(reader.dataset.sentences, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) { say(words.unreachable); return; }
    sentences = (await answer.json()).sentences;
  }
  if (!sentences.length) return;
  first = last = beingRead();
  active = true;
  say(words.sentenceMode);
  select([...sentences[first]], { isNew: false });
}

/* The sentence of the selected or focused words, else the first one below the top bar. */
function beingRead() {
  const chosen = chosenWords();
  if (chosen) return at(chosen.start);
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 60;
  const focused = text.contains(document.activeElement) ? document.activeElement.getBoundingClientRect().top : top;
  const found = sentences.findIndex(([start, end]) => {
    const box = rangeOf(text, start, end)?.getBoundingClientRect();
    return box && box.bottom > Math.max(top, focused) + 4;
  });
  return found < 0 ? sentences.length - 1 : found;
}

function at(place) {
  const found = sentences.findIndex(([, end]) => end > place);
  return found < 0 ? sentences.length - 1 : found;
}

function select(wanted, { isNew = true } = {}) {
  span = wanted;
  choose(...span);
  const box = rangeOf(text, ...span)?.getBoundingClientRect();
  if (box && (box.top < 70 || box.bottom > innerHeight - 90)) {
    scrollBy({ top: box.top - Math.max(90, innerHeight / 3), behavior: "instant" });
  }
  if (isNew) say(getSelection().toString());
}

function move(by) {
  const place = Math.min(Math.max((by > 0 ? last : first) + by, 0), sentences.length - 1);
  first = last = place;
  select([...sentences[place]]);
}

function extend(by) {
  last = Math.min(Math.max(last + by, first), sentences.length - 1);
  select([span[0], sentences[last][1]]);
}

/* Moves one end of the selection by a word. */
function trim(end, by) {
  const selection = getSelection();
  const [from, to] = span;
  const fixed = rangeOf(text, from, to);
  if (!fixed) return;
  const point = end ? [fixed.endContainer, fixed.endOffset] : [fixed.startContainer, fixed.startOffset];
  selection.setBaseAndExtent(...point, ...point);
  // At the edge of a paragraph the first step only crosses into the next one, where no word is yet.
  for (let steps = 0; steps < 2; steps += 1) {
    selection.modify("move", by > 0 ? "forward" : "backward", "word");
    const moved = placeOf(selection);
    const next = end ? [from, moved] : [wordFrom(moved, to), to];
    if (next[0] < next[1] && rangeOf(text, ...next)) { select(next); return; }
  }
  select([from, to]);
}

/* Where the first word after a place begins: a claim does not begin with a comma or a space. */
function wordFrom(place, end) {
  return place + (/^[\s,;:.!?…)\]”’–—]*/u.exec(wordsOf(text, place, end))?.[0].length ?? 0);
}

function placeOf(selection) {
  const block = selection.focusNode?.parentElement?.closest("[data-start][data-end]");
  if (!block) return NaN;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(selection.focusNode, selection.focusOffset);
  return Number(block.dataset.start) + before.toString().length;
}

function leave() {
  active = false;
  unchoose();
}

const DEEDS = {
  ArrowDown: (shift) => (shift ? extend(1) : move(1)),
  ArrowUp: (shift) => (shift ? extend(-1) : move(-1)),
  ArrowRight: (shift) => trim(shift, 1),
  ArrowLeft: (shift) => trim(shift, -1),
};

document.addEventListener("keydown", (event) => {
  if (!active || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [role=dialog]")) { active = false; return; }
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
  } else if (DEEDS[event.key]) {
    event.preventDefault();
    DEEDS[event.key](event.shiftKey);
  }
}, true);
document.addEventListener("pointerdown", () => { active = false; });
document.addEventListener("workbench:draft-opened", () => { active = false; });

register({ key: "s", label: words.sentence, group: words.read, run: begin });
