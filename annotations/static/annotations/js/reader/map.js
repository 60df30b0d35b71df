/* Map: the thin strip at the edge shows where in the article its claims stand, and what is in sight. */

import { cards, cardOf, endOf, marksOf, reader, soon, text } from "./page.js";
import { show } from "./panel.js";

const HEIGHT = 1000;
const LEAST = 4;
const SVG = "http://www.w3.org/2000/svg";
const map = reader.querySelector(".article-map");
const sight = map.querySelector(".article-map-window");

function scale() {
  const box = text.parentElement.getBoundingClientRect();
  return { top: box.top + scrollY, height: Math.max(1, box.height) };
}

function tickOf(claim) {
  let tick = map.querySelector(`[data-claim="${claim}"]`);
  if (!tick) {
    tick = document.createElementNS(SVG, "rect");
    tick.dataset.claim = claim;
    map.append(tick);
  }
  return tick;
}

export function draw() {
  const { top, height } = scale();
  const all = cards().map((card) => ({ card, boxes: marksOf(card.dataset.claim).map((mark) => mark.getBoundingClientRect()) }));
  const kept = new Set();
  for (const { card, boxes } of all) {
    if (!boxes.length || card.hidden) continue;
    const tick = tickOf(card.dataset.claim);
    kept.add(tick);
    const from = ((boxes[0].top + scrollY - top) / height) * HEIGHT;
    tick.setAttribute("y", from.toFixed(1));
    tick.setAttribute("height", Math.max(LEAST, ((boxes.at(-1).bottom - boxes[0].top) / height) * HEIGHT).toFixed(1));
    tick.dataset.status = card.dataset.status;
    tick.toggleAttribute("data-active", card.open);
  }
  for (const tick of map.querySelectorAll("[data-claim]")) if (!kept.has(tick)) tick.remove();
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
