/* Carried: when the highlights of an article have been carried over into its new text, they come in where they belong,
   and what is being read stays where it is. While somebody types a claim, nothing is exchanged under them. */

import { blocksIn } from "./offsets.js";
import { list, openCard, reader, say, text, words } from "./page.js";
import { show } from "./panel.js";
import { refresh } from "./saved.js";

const PARTS = ["[data-claim-list]", "[data-waiting-claims]", "[data-filters] form", "#article-progress"];

/* The first block in sight, and where it stands. */
function beingRead() {
  const block = blocksIn(text).find((candidate) => candidate.getBoundingClientRect().bottom > 60);
  return block && { id: block.id, top: block.getBoundingClientRect().top };
}

function exchange(page) {
  for (const part of [...PARTS, "[data-article-text]"]) {
    const here = reader.querySelector(part);
    const fresh = page.querySelector(part);
    if (!here || !fresh) continue;
    here.replaceChildren(...document.importNode(fresh, true).childNodes);
    window.htmx.process(here);
  }
}

async function bringIn() {
  if (list.querySelector("form[data-claim-form]")) {
    document.dispatchEvent(new CustomEvent("workbench:toast", { detail: { words: words.carriedLater } }));
    return;
  }
  const answer = await fetch(location.pathname + location.search, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = beingRead();
  const open = openCard()?.dataset.claim;
  exchange(page);
  refresh();
  if (open) show(open);
  const block = place && document.getElementById(place.id);
  if (block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
  say(words.carried);
}

document.addEventListener("workbench:carried-over", bringIn);
