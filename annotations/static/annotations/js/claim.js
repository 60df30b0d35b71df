/* The page of one claim follows its status: what changed is exchanged part by part, nothing else moves.

   A part in which somebody is writing stays as it is, with a word that the status changed meanwhile; a part that has not
   changed stays, too, and so keeps the focus. */

const page = document.querySelector("[data-standing-of]");
const says = document.querySelector("[data-standing-says]");

function isWrittenIn(part) {
  return [...part.querySelectorAll("form[data-keep] textarea")].some((field) => field.value.trim());
}

/* The proof of origin differs in every answer and means nothing here. */
function outline(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input[type=hidden][name=csrfmiddlewaretoken]").forEach((field) => field.remove());
  copy.querySelectorAll("details").forEach((details) => { details.open = false; });
  return copy.innerHTML;
}

function exchange(part, fresh) {
  if (isWrittenIn(part)) {
    part.querySelector("[data-outdated]")?.removeAttribute("hidden");
    return;
  }
  if (outline(part) === outline(fresh)) return;
  const open = [...part.querySelectorAll("details[open][data-keep-open]")].map((details) => details.dataset.keepOpen);
  for (const details of fresh.querySelectorAll("details[data-keep-open]")) {
    if (open.includes(details.dataset.keepOpen)) details.open = true;
  }
  part.replaceWith(fresh);
  window.htmx?.process(fresh);
}

async function refresh() {
  const answer = await fetch(page.dataset.address + location.search, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const arrived = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of page.querySelectorAll("[data-part]")) {
    const fresh = arrived.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) exchange(part, document.importNode(fresh, true));
  }
}

let announced = "";
function announce({ status_label: label, why, is_due: isDue }) {
  if (isDue || label === announced) return;
  announced = label;
  says.textContent = `${page.dataset.says} ${label}. ${why}`;
}

/* Of very many links some stand on pages of their own; an address that names one of these leads there. */
const named = location.hash.match(/^#evidence-(\d+)$/);
const further = document.querySelector("[data-further-links]");
if (named && further && !document.getElementById(named[0].slice(1))) {
  location.replace(`${further.dataset.furtherLinks}?at=${named[1]}${named[0]}`);
}

if (page) {
  document.addEventListener("workbench:claim-changed", (event) => {
    if (String(event.detail.id) !== page.dataset.standingOf) return;
    announce(event.detail);
    refresh();
  });
  // Only once the browser has gone to the place that the address names: going there takes the focus away.
  const beginVerdict = () => document.querySelector("#verdict textarea[name=reason]")?.focus({ preventScroll: true });
  if (location.hash === "#verdict") addEventListener("load", () => setTimeout(beginVerdict));
}
