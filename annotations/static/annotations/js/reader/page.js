/* Page: the parts of the reader that its modules share, and what is said aloud. */

export const reader = document.querySelector("[data-reader]");
export const text = reader.querySelector("[data-article-text]");
export const panel = reader.querySelector("[data-claims-panel]");
export const list = panel.querySelector("[data-claim-list]");
export const words = reader.querySelector("[data-reader-words]").dataset;

const region = reader.querySelector("[data-reader-says]");

/* Says something to those who listen; the same sentence twice is said twice. */
export function say(sentence) {
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = sentence; });
}

export function isNarrow() {
  return matchMedia("(max-width: 66rem)").matches;
}

export function cards() {
  return [...list.querySelectorAll(".claim-card[data-claim]")];
}

export function shownCards() {
  return cards().filter((card) => !card.hidden);
}

export function cardOf(claim) {
  return document.getElementById(`claim-${claim}`);
}

export function openCard() {
  return list.querySelector(".claim-card[data-claim][open]");
}

/* Which marks belong to which claim: looked up once until blocks are swapped, for there may be thousands. */
let index = null;
function marks() {
  if (index) return index;
  index = new Map();
  for (const mark of text.querySelectorAll(".highlight")) {
    for (const claim of mark.dataset.claims.split(" ")) {
      if (!index.has(claim)) index.set(claim, []);
      index.get(claim).push(mark);
    }
  }
  return index;
}

export function forgetMarks() {
  index = null;
}
new MutationObserver(forgetMarks).observe(text, { childList: true, subtree: true });

export function marksOf(claim) {
  return marks().get(String(claim)) ?? [];
}

/* The mark that ends a claim and can be focused. */
export function endOf(claim) {
  const all = marksOf(claim);
  return all.find((mark) => mark.dataset.ends?.split(" ").includes(String(claim))) ?? all.at(-1) ?? null;
}

/* The address of what belongs to a claim ("panel", "edit", "evidence" …); none for what the person may not do. */
export function addressOf(name, claim) {
  return reader.dataset[`${name}Address`]?.replace("/0/", `/${claim}/`) ?? "";
}

/* Asks the server through htmx; resolves when what came is in its place. */
export function ask(method, address, { target, swap = "innerHTML", values } = {}) {
  return window.htmx.ajax(method, address, { target, swap, values, source: target });
}

/* Many causes, one consequence, in the next frame. */
export function soon(work) {
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(work);
  };
}
