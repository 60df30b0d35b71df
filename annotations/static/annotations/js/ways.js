/* One of several ways to give a text: only the fields of the chosen way are shown. */

const choices = document.querySelectorAll("[data-ways] input[name=way]");
const parts = document.querySelectorAll("[data-way]");

function follow() {
  const chosen = [...choices].find((choice) => choice.checked)?.value;
  for (const part of parts) part.hidden = part.dataset.way !== chosen;
}

for (const choice of choices) choice.addEventListener("change", follow);
follow();
