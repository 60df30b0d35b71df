/* A second reading or a dispute: the passage stands in sight, and an answer is two keys. The digits that choose a stance are declared
   in the page; Enter sends, unless something else is focused that Enter operates. In the field for the reason Enter begins a
   new line, and Ctrl with Enter sends. */

import { register } from "./keys.js";

const passage = document.querySelector("[data-passage]");
const answer = document.querySelector("[data-answer]");

function isFree() {
  return document.activeElement === document.body || document.activeElement.matches("main, input[type=radio], [data-answer]");
}

if (passage && !location.hash) passage.scrollIntoView({ block: "center" });
if (answer) {
  const label = answer.firstChild.textContent.trim();
  register({ key: "Enter", label, group: document.title.split(" · ")[0], when: isFree, run: () => answer.form.requestSubmit(answer) });
}
