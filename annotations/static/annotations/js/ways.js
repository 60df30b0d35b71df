/* One of several ways to give a text: only the fields of the chosen way are shown. While a page on the web is being
   read the button says so, and a second press does nothing. */

const choices = document.querySelectorAll("[data-ways] input[name=way]");
const parts = document.querySelectorAll("[data-way]");
const busy = document.querySelector("[data-busy]");

function chosen() {
  return [...choices].find((choice) => choice.checked)?.value;
}

function follow() {
  for (const part of parts) part.hidden = part.dataset.way !== chosen();
}

function setBusy(isBusy) {
  if (!busy) return;
  busy.hidden = !isBusy;
  const button = busy.parentElement.querySelector("button");
  button.setAttribute("aria-busy", String(isBusy));
}

for (const choice of choices) choice.addEventListener("change", follow);
const form = busy?.closest("form");
form?.addEventListener("workbench:restored", follow);
form?.addEventListener("submit", (event) => {
  if (busy.parentElement.querySelector("[aria-busy=true]")) event.preventDefault();
  else if (chosen() === "fetch") setBusy(true);
});
addEventListener("pageshow", () => setBusy(false));
follow();
