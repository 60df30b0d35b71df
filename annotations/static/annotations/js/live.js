/* Live: the statuses on a page follow the server within about a second.

   What follows: every [data-claim-status="ID"] (its words and data-status), every mark or card with data-claims /
   data-claim (data-status), every [data-signed="ID"] (seen while it is signed), every [data-overridden="ID"] (its words,
   seen while there are any). [data-live-article="ID"] asks for all claims of an article at once. For each claim that
   changed the event "workbench:claim-changed" goes to the document with what the server said:
   { id, status, status_label, why, support, opposition, state, is_signed, overridden, is_due, assessment }.

   It asks each second while the page is seen, every five while the server does not answer, and says in the banner when
   the connection is lost. */

const EACH_MS = 1000;
const SLOWLY_MS = 5000;
const MISSES_BEFORE_BANNER = 2;
const MOST = 400;

const known = new Map();
let cursor = "";
let asked = "";
let misses = 0;
let timer = 0;

function question() {
  const article = document.querySelector("[data-live-article]")?.dataset.liveArticle;
  if (article) return `article=${article}`;
  const ids = new Set([...document.querySelectorAll("[data-claim-status]")].map((badge) => badge.dataset.claimStatus));
  return ids.size ? `ids=${[...ids].slice(0, MOST).join(",")}` : "";
}

async function ask() {
  const now = question();
  if (now && document.visibilityState === "visible") await look(now);
  later();
}

async function look(now) {
  if (now !== asked) cursor = "";
  asked = now;
  try {
    const answer = await fetch(`/live/claims?${now}&after=${cursor}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status === 401) { stop(); return; }
    if (!answer.ok) { missed("unwell"); return; }
    arrived(await answer.json());
  } catch {
    missed("lost");
  }
}

function arrived(said) {
  misses = 0;
  showBanner("");
  cursor = said.cursor;
  const shown = places();
  said.claims.forEach((claim) => update(claim, shown));
}

/* What shows each claim, looked up once an answer: a page may have a thousand. */
function places() {
  return {
    badges: byValue("data-claim-status"), painted: byValue("data-claim"),
    signed: byValue("data-signed"), overridden: byValue("data-overridden"),
  };
}

function byValue(attribute) {
  const found = new Map();
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    const value = element.getAttribute(attribute);
    if (!found.has(value)) found.set(value, []);
    found.get(value).push(element);
  }
  return (claim) => found.get(String(claim.id)) ?? [];
}

function update(claim, shown) {
  const text = JSON.stringify(claim);
  if (known.get(claim.id) === text) return;
  const isNews = known.has(claim.id) || differs(claim, shown);
  known.set(claim.id, text);
  if (!isNews) return;
  paint(claim, shown);
  document.dispatchEvent(new CustomEvent("workbench:claim-changed", { detail: claim }));
}

function differs(claim, { badges, overridden }) {
  return badges(claim).some((badge) => badge.dataset.status !== claim.shown || ("recomputing" in badge.dataset) !== claim.is_due)
    || overridden(claim).some((mark) => mark.hidden === Boolean(claim.overridden));
}

function paint(claim, { badges, painted, signed, overridden }) {
  for (const badge of badges(claim)) {
    badge.dataset.status = claim.shown;
    if (badge.classList.contains("status")) badge.textContent = claim.status_label;
    badge.toggleAttribute("data-recomputing", claim.is_due);
  }
  for (const place of painted(claim)) if ("status" in place.dataset) place.dataset.status = claim.shown;
  for (const mark of signed(claim)) mark.hidden = !claim.is_signed;
  for (const mark of overridden(claim)) { mark.textContent = claim.overridden; mark.hidden = !claim.overridden; }
}

function missed(why) {
  misses += 1;
  if (misses >= MISSES_BEFORE_BANNER) showBanner(why);
}

export function showBanner(why) {
  const region = document.getElementById("connection");
  const banner = region?.firstElementChild;
  if (!banner || banner.hidden === !why) return;
  banner.hidden = !why;
  banner.querySelector("span").textContent = why ? region.dataset[why] : "";
}

function later() {
  clearTimeout(timer);
  const slowly = misses > MISSES_BEFORE_BANNER || document.visibilityState !== "visible";
  timer = setTimeout(ask, slowly ? SLOWLY_MS : EACH_MS);
}

function stop() {
  clearTimeout(timer);
  timer = 0;
  showBanner("signedOut");
}

/* Asks at once: for whoever has just changed something and does not want to wait for the next second. */
export function askNow() {
  clearTimeout(timer);
  ask();
}

document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") askNow(); });
addEventListener("offline", () => showBanner("lost"));
addEventListener("online", () => { misses = 0; showBanner(""); askNow(); });
askNow();
