/* Presence: who else is looking at this. While the page is seen it says so every fifteen seconds to the address in
   data-presence, and shows the answer: the letters of those who are here. It stops when the session has ended. */

import { origin } from "./requests.js";

const EACH_MS = 15_000;
const shown = document.querySelector("[data-presence]");
let timer = 0;

async function tell() {
  clearTimeout(timer);
  timer = setTimeout(tell, EACH_MS);
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(shown.dataset.presence, { method: "POST", headers: origin(), credentials: "same-origin" }).catch(() => null);
  if (answer && [401, 403, 404].includes(answer.status)) clearTimeout(timer);
  if (answer?.ok) show(await answer.text());
}

function show(markup) {
  const arrived = new DOMParser().parseFromString(`<ul>${markup}</ul>`, "text/html").querySelector("ul");
  if (arrived.innerHTML.trim() !== shown.innerHTML.trim()) shown.replaceChildren(...arrived.childNodes);
}

if (shown) {
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") tell(); });
  timer = setTimeout(tell, EACH_MS);
}
