/* Comparison of two texts: n and p go from change to change, j and k from claim to claim, also into what is folded.

   After the last change of a page n goes on to the next page. Which change one is at is the focus itself: it moves with
   the keys, with the buttons, and with whatever else one focuses. */

import { register } from "./keys.js";

const page = document.querySelector("[data-compare]");
const words = document.querySelector("[data-compare-words]").dataset;
const place = page.querySelector("[data-compare-place]");
let latest = null;

function after(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/* The next one of a list seen from where the reader is: the focus, or what was stepped to last. */
function neighbour(all, step) {
  const here = page.contains(document.activeElement) ? document.activeElement : latest;
  if (!here || !here.isConnected) return step > 0 ? all[0] : all.at(-1);
  if (step > 0) return all.find((one) => one !== here && after(here, one));
  return all.findLast((one) => one !== here && !one.contains(here) && after(one, here));
}

function go(target) {
  const fold = target.closest("details");
  if (fold) fold.open = true;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  latest = target;
}

function stepChange(step) {
  const target = neighbour([...page.querySelectorAll("[data-change]")], step);
  if (target) {
    go(target);
    place.textContent = place.dataset.words.replace("{number}", target.dataset.change).replace("{count}", place.dataset.count);
    return;
  }
  document.querySelector(`.pagination a[rel=${step > 0 ? "next" : "prev"}]`)?.click();
}

function stepClaim(step) {
  const target = neighbour([...page.querySelectorAll("[data-claim-link]")], step);
  if (target) go(target);
}

const changes = () => place !== null;
const claims = () => page.querySelector("[data-claim-link]") !== null;
register({ key: "n", label: words.nextChange, group: words.read, when: changes, run: () => stepChange(1) });
register({ key: "p", label: words.previousChange, group: words.read, when: changes, run: () => stepChange(-1) });
register({ key: "j", label: words.nextClaim, group: words.read, when: claims, run: () => stepClaim(1) });
register({ key: "k", label: words.previousClaim, group: words.read, when: claims, run: () => stepClaim(-1) });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step-change]");
  if (button) stepChange(Number(button.dataset.stepChange));
});
