/* Picture of independence: the box one is at stands out with its arrows and what they lead to; the rest steps back. */

const picture = document.querySelector("[data-picture]");

function show(item) {
  const near = new Set([item]);
  for (const edge of picture.querySelectorAll("[data-from]")) {
    const isMine = edge.dataset.from === item || edge.dataset.to === item;
    edge.toggleAttribute("data-near", isMine);
    if (isMine) near.add(edge.dataset.from).add(edge.dataset.to);
  }
  for (const box of picture.querySelectorAll("[data-item]")) box.toggleAttribute("data-near", near.has(box.dataset.item));
  picture.toggleAttribute("data-looked-at", near.size > 1);
}

function look(event) {
  const box = event.target.closest("[data-item]");
  if (box) show(box.dataset.item);
  else picture.removeAttribute("data-looked-at");
}

if (picture) {
  picture.addEventListener("pointerover", look);
  picture.addEventListener("focusin", look);
  picture.addEventListener("pointerleave", () => picture.removeAttribute("data-looked-at"));
  picture.addEventListener("focusout", () => picture.removeAttribute("data-looked-at"));
}
