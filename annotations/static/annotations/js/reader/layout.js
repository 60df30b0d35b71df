/* Layout: cards stand level with their words, as far as there is room.

   Where the cards need more room than the text, each is pushed down by the one before. When that would take a card out
   of sight of its words, the panel scrolls by itself instead (data-dense) and follows the reading. */

import { cards, isNarrow, list, marksOf, panel, reader, soon, text } from "./page.js";

const LEVEL = 10;
const TOO_FAR = 0.5;
const CLOSED = 90;
const CALM_MS = 160;

let places = [];

function itemsShown() {
  return [...list.children].filter((item) => !item.hidden && item.offsetParent !== null);
}

/* Where the words of an item begin on the page; for one whose mark is gone, where they began while it was there. */
const lastTops = new WeakMap();
function wordsTop(item) {
  const card = item.querySelector("[data-claim]");
  const mark = card && marksOf(card.dataset.claim)[0];
  if (mark) lastTops.set(item, mark.getBoundingClientRect().top + scrollY);
  return lastTops.get(item) ?? null;
}

/* For an item whose words are not marked (yet): where they begin on the page. */
export function standsAt(item, top) {
  lastTops.set(item, top);
}

/* Everything is measured first and written afterwards: with a thousand cards, turn and turn about would lay the page
   out a thousand times. */
export function align() {
  const items = itemsShown();
  if (isNarrow()) {
    write(items, items.map(() => 0), false);
    places = [];
    return;
  }
  const tops = items.map(wordsTop);
  const heights = items.map((item) => item.offsetHeight);
  const from = listTop();
  const dense = lagOf(items, tops, heights, from) > innerHeight * TOO_FAR;
  write(items, dense ? items.map(() => 0) : shiftsOf(tops, heights, from), dense);
  places = dense ? items.map((item, position) => ({ item, top: tops[position] })) : [];
  follow();
}

/* Where the list begins on the page, also while the panel scrolls by itself: panel and article begin together. */
function listTop() {
  const inside = list.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop;
  return text.parentElement.getBoundingClientRect().top + scrollY + inside;
}

/* How far each item is pushed down from the one before. */
function shiftsOf(tops, heights, from) {
  let bottom = from;
  return tops.map((top, position) => {
    const shift = Math.max(0, (top ?? bottom) - LEVEL - bottom);
    bottom += shift + heights[position];
    return shift;
  });
}

const shifted = new WeakMap();
function write(items, shifts, dense) {
  items.forEach((item, position) => {
    if ((shifted.get(item) ?? 0) === shifts[position]) return;
    shifted.set(item, shifts[position]);
    if (shifts[position]) item.style.setProperty("--shift", `${shifts[position]}px`);
    else item.style.removeProperty("--shift");
  });
  panel.toggleAttribute("data-dense", dense);
}

/* How far the last cards fall behind their words while all are closed: what somebody opens does not rearrange the rest. */
function lagOf(items, tops, heights, from) {
  let bottom = from;
  let lag = 0;
  items.forEach((item, position) => {
    const wanted = (tops[position] ?? bottom) - LEVEL;
    lag = Math.max(lag, bottom - wanted);
    const grown = item.querySelector(".claim-card[open], form[data-claim-form]");
    bottom = Math.max(bottom, wanted) + (grown ? Math.min(heights[position], CLOSED) : heights[position]);
  });
  return lag;
}

/* In a dense panel what is open is level with its words while they are in sight, else the card of the words read now. */
export function follow() {
  if (!places.length) return;
  const open = list.querySelector("form[data-claim-form], .claim-card[open]")?.closest("li");
  const held = places.find((place) => place.item === open);
  if (held && held.top > scrollY && held.top < scrollY + innerHeight) {
    bringLevel(held.item, held.top - scrollY);
    return;
  }
  const line = scrollY + innerHeight / 4;
  let at = places.findIndex((place) => place.top !== null && place.top >= line);
  at = at < 0 ? places.length - 1 : at;
  bringLevel(places[at].item, places[at].top - scrollY);
}

/* A long panel passes so many cards with each turn of the wheel that painting them all would hold the article up: it
   follows at once, then a few times a second, and to the end. */
let followedAt = 0;
let following = 0;
function followCalmly() {
  clearTimeout(following);
  const wait = followedAt + CALM_MS - performance.now();
  if (wait > 0) { following = setTimeout(followCalmly, wait); return; }
  followedAt = performance.now();
  follow();
}

function bringLevel(item, seenAt) {
  const inside = item.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop;
  const wanted = Math.min(Math.max(seenAt, 0), innerHeight - 80) - panel.getBoundingClientRect().top;
  panel.scrollTop = inside - wanted + LEVEL;
}

/* On a small screen a sheet covers the lower part: the words it is about move up just so far that they are seen. */
export function keepInSight(words, sheet) {
  const covered = words.bottom + 2 * LEVEL - sheet.getBoundingClientRect().top;
  const room = words.top - 7 * LEVEL;
  if (covered > 0 && room > 0) scrollBy({ top: Math.min(covered, room), behavior: "instant" });
}

/* Brings a card into sight without moving the article when it is beside it. */
export function reveal(card) {
  if (isNarrow()) {
    const mark = marksOf(card.dataset.claim).at(-1);
    if (mark && card.open) keepInSight(mark.getBoundingClientRect(), card);
    return;
  }
  const item = card.closest("li");
  const place = places.find((candidate) => candidate.item === item);
  if (place) bringLevel(item, place.top - scrollY);
  const box = card.getBoundingClientRect();
  const header = panel.firstElementChild.getBoundingClientRect().bottom;
  if (box.top < header || box.top > innerHeight - 60) {
    if (panel.hasAttribute("data-dense")) bringLevel(item, header + LEVEL);
  }
}

export const alignSoon = soon(align);

export function renumber() {
  const numbers = new Map();
  cards().forEach((card, position) => {
    numbers.set(card.dataset.claim, position + 1);
    card.querySelector(".claim-number").textContent = position + 1;
  });
  for (const mark of text.querySelectorAll(".highlight[data-ends]")) {
    const ends = mark.dataset.ends.split(" ").map((claim) => numbers.get(claim)).filter(Boolean).sort((a, b) => a - b);
    mark.dataset.number = inShort(ends);
  }
  for (const count of panel.querySelectorAll("[data-claims-count]")) count.textContent = numbers.size;
  const nothing = panel.querySelector("[data-claims-empty]");
  nothing.hidden = numbers.size > 0 || list.children.length > 0;
}

function inShort(numbers) {
  const runs = numbers.length > 1 && numbers.at(-1) - numbers[0] === numbers.length - 1;
  return runs ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join(", ");
}

const watcher = new ResizeObserver(alignSoon);
watcher.observe(text);
watcher.observe(reader.querySelector(".article-header"));
addEventListener("resize", alignSoon);
addEventListener("scroll", soon(() => ("long" in list.dataset ? followCalmly() : follow())), { passive: true });
list.addEventListener("toggle", alignSoon, true);
/* Cards of a long list show how tall they are only when they come into sight … */
list.addEventListener("contentvisibilityautostatechange", soon(() => (places.length ? followCalmly() : align())), true);
/* … or when the page stands and nothing else is to do: a few at a time, so that nobody waits for them. */
const AT_A_TIME = 100;
const whenIdle = (work) => (window.requestIdleCallback ? requestIdleCallback(work) : setTimeout(work, 50));
function layOutSome() {
  const waiting = list.querySelectorAll(":scope > li:not([data-laid-out])");
  if (!waiting.length) { align(); return; }
  [...waiting].slice(0, AT_A_TIME).forEach((item) => item.setAttribute("data-laid-out", ""));
  whenIdle(layOutSome);
}
if ("long" in list.dataset) addEventListener("load", () => whenIdle(layOutSome));
document.fonts?.ready.then(alignSoon);
