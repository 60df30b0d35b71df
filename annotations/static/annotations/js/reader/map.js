/* Map: the thin strip at the edge shows where in the article its claims stand, and what is in sight. */

import { cards, cardOf, endOf, marksOf, reader, soon, text } from "./page.js";
import { show } from "./panel.js";

const HEIGHT = 1000;
const LEAST = 4;
const NEIGHBOUR = 40;
const SVG = "http://www.w3.org/2000/svg";
const map = reader.querySelector(".article-map");
const sight = reader.querySelector(".article-map-window");

function scale() {
  const box = text.parentElement.getBoundingClientRect();
  return { top: box.top + scrollY, height: Math.max(1, box.height) };
}

function newTick() {
  return map.appendChild(document.createElementNS(SVG, "rect"));
}

/* The places of a claim, as seen: marks that follow each other closely are one. */
function runsOf(claim) {
  const runs = [];
  for (const mark of marksOf(claim)) {
    const box = mark.getBoundingClientRect();
    const last = runs.at(-1);
    if (last && box.top - last.bottom < NEIGHBOUR) last.bottom = box.bottom;
    else runs.push({ top: box.top, bottom: box.bottom });
  }
  return runs;
}

function put(tick, name, value) {
  if (tick.getAttribute(name) !== value) tick.setAttribute(name, value);
}

/* Measured first, written afterwards: even asking how far the page is scrolled lays out what was just written. */
export function draw() {
  const { top, height } = scale();
  const above = top - scrollY;
  const part = (length) => (length / height) * HEIGHT;
  const wanted = cards().filter((card) => !card.hidden).flatMap((card) => runsOf(card.dataset.claim).map((run) => ({ card, ...run })));
  const ticks = [...map.querySelectorAll("[data-claim]")];
  wanted.forEach((run, position) => {
    const tick = ticks[position] ?? newTick();
    put(tick, "data-claim", run.card.dataset.claim);
    put(tick, "data-status", run.card.dataset.status);
    tick.toggleAttribute("data-active", run.card.open);
    put(tick, "y", part(run.top - above).toFixed(1));
    put(tick, "height", Math.max(LEAST, part(run.bottom - run.top)).toFixed(1));
  });
  ticks.slice(wanted.length).forEach((tick) => tick.remove());
  look();
}

function look() {
  const { top, height } = scale();
  const from = Math.min(HEIGHT, Math.max(0, ((scrollY - top) / height) * HEIGHT));
  const to = Math.min(HEIGHT, Math.max(0, ((scrollY + innerHeight - top) / height) * HEIGHT));
  sight.setAttribute("y", from.toFixed(1));
  sight.setAttribute("height", Math.max(0, to - from).toFixed(1));
}

map.addEventListener("click", (event) => {
  const tick = event.target.closest("[data-claim]");
  if (tick) {
    endOf(tick.dataset.claim)?.scrollIntoView({ block: "center" });
    if (cardOf(tick.dataset.claim)) show(tick.dataset.claim);
    return;
  }
  const box = map.getBoundingClientRect();
  const { top, height } = scale();
  scrollTo({ top: top + ((event.clientY - box.top) / box.height) * height - innerHeight / 2 });
});

export const drawSoon = soon(draw);
new ResizeObserver(drawSoon).observe(text);
addEventListener("resize", drawSoon);
addEventListener("scroll", soon(look), { passive: true });
document.addEventListener("toggle", drawSoon, true);
document.addEventListener("workbench:claim-changed", drawSoon);
